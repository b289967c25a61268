package io.github.exectrace.report;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Goes over the events of a chunk by their sizes alone. The JDK's reader trusts what it reads: it
 * turns in circles where a size or the way from one table of constants to the one before leads
 * back. So what is handed to it has been looked at here. Not safe for use by several threads.
 */
final class ChunkWalk {
  private static final long METADATA = 0;
  private static final long CONSTANTS = 1;
  private static final int FLUSHED = 1;

  /** With the number of its type and its own, an event has two bytes. */
  private static final int LEAST_EVENT = 2;

  private final FileBytes file;
  private final long begin;
  private long[] constants = new long[16];
  private int constantsCount;
  private long[] metadata = new long[4];
  private int metadataCount;
  private long end = ChunkHeader.BYTES;
  private Point flushed;

  /**
   * A place up to which a chunk can be read by itself. Positions count from the chunk's begin.
   *
   * @param end where it ends
   * @param constantsAt the last table of constants
   * @param metadataAt the last description of the events
   * @param ticks when it was written
   */
  record Point(long end, long constantsAt, long metadataAt, long ticks) {}

  private ChunkWalk(FileBytes file, long begin) {
    this.file = file;
    this.begin = begin;
  }

  /** Goes from a chunk's begin to a limit, or as far as there are events. */
  static ChunkWalk over(FileBytes file, long begin, long limit) throws IOException {
    var walk = new ChunkWalk(file, begin);
    try {
      while (walk.end < limit && walk.step(limit)) {
        // The step has been made.
      }
    } catch (EOFException cut) {
      // Then the last complete event is the end.
    }
    return walk;
  }

  private boolean step(long limit) throws IOException {
    file.position(begin + end);
    long size = file.varint();
    long type = file.varint();
    if (size < LEAST_EVENT || size > limit - end) {
      return false;
    }
    if (type == METADATA) {
      metadata = add(metadata, metadataCount++);
    } else if (type == CONSTANTS && !addConstants(size)) {
      return false;
    }
    end += size;
    return true;
  }

  private boolean addConstants(long size) throws IOException {
    long ticks = file.varint();
    file.varint(); // duration
    long toPrevious = file.varint();
    int flags = file.next();
    if (file.position() > begin + end + size
        || toPrevious > 0
        || (toPrevious != 0 && !contains(constants, constantsCount, end + toPrevious))) {
      return false;
    }
    constants = add(constants, constantsCount++);
    if ((flags & FLUSHED) != 0 && metadataCount > 0) {
      flushed = new Point(end + size, end, metadata[metadataCount - 1], ticks);
    }
    return true;
  }

  private long[] add(long[] positions, int count) {
    var room = count < positions.length ? positions : Arrays.copyOf(positions, 2 * count);
    room[count] = end;
    return room;
  }

  private static boolean contains(long[] positions, int count, long position) {
    return Arrays.binarySearch(positions, 0, count, position) >= 0;
  }

  /** Where the last complete event ends. */
  long end() {
    return end;
  }

  /** Whether all is where a header says that it is. */
  boolean confirms(ChunkHeader header) {
    return end == header.bytes()
        && contains(constants, constantsCount, header.constantsAt())
        && contains(metadata, metadataCount, header.metadataAt());
  }

  /** The last place that can be read up to; empty if there is none. */
  Optional<Point> lastFlush() {
    return Optional.ofNullable(flushed);
  }
}
