package io.github.exectrace.report;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first bytes of a chunk, as the JDK's JfrChunkHeader (version 2) lays them out. While a JVM
 * records, it brings size and positions up to date about once a second; a chunk that it finished
 * has state 0.
 */
record ChunkHeader(
    int version,
    long bytes,
    long constantsAt,
    long metadataAt,
    long startNanos,
    long durationNanos,
    long startTicks,
    long ticksPerSecond,
    int state) {
  static final int BYTES = 68;
  static final int MAGIC = 0x464c5200; // "FLR\0"
  private static final int OLDEST_VERSION = 1;
  private static final int NEWEST_VERSION = 2;
  private static final int FINISHED = 0;
  private static final int BEING_WRITTEN = 255;
  private static final int TRIES = 20;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final int VERSION_AT = 4;
  private static final int BYTES_AT = 8;
  private static final int CONSTANTS_AT = 16;
  private static final int METADATA_AT = 24;
  private static final int START_NANOS_AT = 32;
  private static final int DURATION_AT = 40;
  private static final int START_TICKS_AT = 48;
  private static final int TICKS_PER_SECOND_AT = 56;
  private static final int STATE_AT = 64;

  /** Whether a chunk's first bytes stand here. */
  static boolean begins(ByteBuffer bytes) {
    return bytes.limit() >= Integer.BYTES && bytes.getInt(0) == MAGIC;
  }

  /** What stands at a position, where there is a complete header. */
  static ChunkHeader read(FileBytes file, long offset) throws IOException {
    var header = of(file.at(offset, BYTES));
    // A living JVM is done with it in a moment, a dead one never.
    for (int i = 0; i < TRIES && header.state == BEING_WRITTEN; i++) {
      pause();
      header = of(file.at(offset, BYTES));
    }
    return header;
  }

  private static ChunkHeader of(ByteBuffer bytes) {
    return new ChunkHeader(
        Short.toUnsignedInt(bytes.getShort(VERSION_AT)),
        bytes.getLong(BYTES_AT),
        bytes.getLong(CONSTANTS_AT),
        bytes.getLong(METADATA_AT),
        bytes.getLong(START_NANOS_AT),
        bytes.getLong(DURATION_AT),
        bytes.getLong(START_TICKS_AT),
        bytes.getLong(TICKS_PER_SECOND_AT),
        Byte.toUnsignedInt(bytes.get(STATE_AT)));
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isVersionKnown() {
    return version >= OLDEST_VERSION && version <= NEWEST_VERSION;
  }

  boolean isFinished() {
    return state == FINISHED;
  }

  /** Whether what it says of the clocks can be. */
  boolean isSane() {
    return isVersionKnown() && startNanos >= 0 && ticksPerSecond > 0;
  }

  /** What the JVM's clock showed, in nanoseconds since 1970. */
  long nanosAt(long ticks) {
    double seconds = (ticks - startTicks) / (double) ticksPerSecond;
    return startNanos + (long) (seconds * NANOS_PER_SECOND);
  }

  /** This header, as if its JVM had finished the chunk at some point. */
  ByteBuffer finishedAt(ByteBuffer original, ChunkWalk.Point point) {
    return ByteBuffer.allocate(BYTES)
        .put(original.duplicate())
        .putLong(BYTES_AT, point.end())
        .putLong(CONSTANTS_AT, point.constantsAt())
        .putLong(METADATA_AT, point.metadataAt())
        .put(STATE_AT, (byte) FINISHED)
        .flip();
  }
}
