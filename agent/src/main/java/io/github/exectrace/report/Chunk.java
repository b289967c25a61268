package io.github.exectrace.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A part of a recording that can be read by itself.
 *
 * @param offset where in the file it begins
 * @param readable up to where it can be read
 * @param complete whether that is all of it, and its JVM has finished it
 */
record Chunk(long offset, ChunkHeader header, ChunkWalk.Point readable, boolean complete) {

  /** What is the same in two copies of a chunk, and differs between any two chunks. */
  record Identity(long startNanos, long startTicks) {}

  Identity identity() {
    return new Identity(header.startNanos(), header.startTicks());
  }

  long startNanos() {
    return header.startNanos();
  }

  /** When the last of its events that can be read was written, in nanoseconds since 1970. */
  long endNanos() {
    long end = complete ? startNanos() + header.durationNanos() : header.nanosAt(readable.ticks());
    return Math.max(startNanos(), end);
  }

  /** How many bytes can be read. */
  long bytes() {
    return readable.end();
  }

  /** Writes a file with this chunk alone, as a JVM would have finished it. */
  void copy(FileBytes file, Path target) throws IOException {
    try (var to =
        FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      var finished = header.finishedAt(file.at(offset, ChunkHeader.BYTES), readable);
      while (finished.hasRemaining()) {
        to.write(finished);
      }
      file.copy(offset + ChunkHeader.BYTES, bytes() - ChunkHeader.BYTES, to);
    }
  }
}
