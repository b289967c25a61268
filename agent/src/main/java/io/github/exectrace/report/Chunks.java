package io.github.exectrace.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks that a recording consists of, as their headers tell; each can be read by itself. The
 * header's layout is that of the JDK's JfrChunkHeader (version 2).
 *
 * @param whole those that are there as a whole
 * @param bytes the length of the file
 * @param damage why there are no more; empty if the file ends with the last one
 */
record Chunks(Path file, List<Chunk> whole, long bytes, String damage) {
  private static final int MAGIC = 0x464c5200; // "FLR\0"
  private static final int GZIP = 0x1f8b;
  private static final int HEADER_BYTES = 68;
  private static final int SIZE_AT = 8;
  private static final int START_NANOS_AT = 32;
  private static final int DURATION_AT = 40;
  private static final int START_TICKS_AT = 48;

  /** One of them; two with the same identity are copies of each other. */
  record Chunk(long offset, long bytes, Identity identity, long durationNanos) {
    long startNanos() {
      return identity.startNanos();
    }

    long endNanos() {
      return startNanos() + durationNanos;
    }
  }

  record Identity(long startNanos, long startTicks) {}

  /**
   * Reads the headers alone.
   *
   * @throws IOException if the file is no recording, or holds no chunk as a whole
   */
  static Chunks of(Path file) throws IOException {
    check(file);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      checkMagic(file, channel);
      var whole = new ArrayList<Chunk>();
      var damage = "";
      long offset = 0;
      while (offset < size && damage.isEmpty()) {
        var header = read(channel, offset);
        long bytes = header.limit() < HEADER_BYTES ? 0 : header.getLong(SIZE_AT);
        if (bytes < HEADER_BYTES || header.getInt(0) != MAGIC || bytes > size - offset) {
          damage =
              "it is cut off or damaged at byte %,d of %,d: what comes there is missing"
                  .formatted(offset, size);
        } else {
          var identity =
              new Identity(header.getLong(START_NANOS_AT), header.getLong(START_TICKS_AT));
          whole.add(new Chunk(offset, bytes, identity, header.getLong(DURATION_AT)));
          offset += bytes;
        }
      }
      if (whole.isEmpty()) {
        throw new IOException(
            file
                + " holds nothing that can be read: the recording is cut off within its first"
                + " chunk; if its JVM still runs or was killed, try 'jfr assemble' on the folder"
                + " that -XX:FlightRecorderOptions=repository named");
      }
      return new Chunks(file, List.copyOf(whole), size, damage);
    }
  }

  private static void check(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("there is no file " + file);
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; name the recordings in it, " + file + "/*.jfr");
    }
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(file + " may not be read: permission denied");
    }
  }

  private static void checkMagic(Path file, FileChannel channel) throws IOException {
    var header = read(channel, 0);
    if (header.limit() >= Short.BYTES && (header.getShort(0) & 0xffff) == GZIP) {
      throw new IOException(file + " is compressed; unpack it first: gunzip -k " + file);
    }
    if (header.limit() < Integer.BYTES || header.getInt(0) != MAGIC) {
      throw new IOException(
          file + " is no recording of JDK Flight Recorder: it does not begin with FLR");
    }
  }

  private static ByteBuffer read(FileChannel channel, long offset) throws IOException {
    var header = ByteBuffer.allocate(HEADER_BYTES);
    int read;
    do {
      read = channel.read(header, offset + header.position());
    } while (read > 0);
    return header.flip();
  }

  long startNanos() {
    return whole.getFirst().startNanos();
  }

  /** Where in the file a moment was written down, about. */
  long offsetAt(long nanos) {
    int low = 0;
    int high = whole.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (whole.get(middle).startNanos() <= nanos) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    var chunk = whole.get(low);
    double within =
        Math.clamp(
            (nanos - chunk.startNanos()) / (double) Math.max(1, chunk.durationNanos()), 0, 1);
    return chunk.offset() + (long) (within * chunk.bytes());
  }
}
