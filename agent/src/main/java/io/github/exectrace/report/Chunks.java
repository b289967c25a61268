package io.github.exectrace.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The chunks that a recording consists of; each can be read by itself.
 *
 * @param readable those of which something can be read, in the order of the file
 * @param bytes the length of the file
 * @param damage what of the file cannot be read; empty if all can
 */
record Chunks(Path file, List<Chunk> readable, long bytes, String damage) {
  private static final long LARGEST_GAP_NANOS = 1_000_000;

  /**
   * Looks at an entire file, but at sizes and positions only.
   *
   * @throws IOException if the file is no recording, or cannot be read; the message is a sentence
   *     that names it
   */
  static Chunks of(Path file) throws IOException {
    RecordingFiles.check(file);
    try (var bytes = FileBytes.open(file)) {
      if (bytes.size() == 0) {
        return new Chunks(file, List.of(), 0, "it is empty");
      }
      return new ChunkFinder(file, bytes).find();
    } catch (IOException unreadable) {
      throw RecordingFiles.refused(file, unreadable);
    }
  }

  /** When it begins, in nanoseconds since 1970. */
  long startNanos() {
    return readable.isEmpty() ? Long.MAX_VALUE : readable.getFirst().startNanos();
  }

  /** Whether the JDK's reader can be given the file as it is. */
  boolean isComplete() {
    return damage.isEmpty() && readable.stream().allMatch(Chunk::complete);
  }

  /**
   * Whether each chunk begins when the one before ends, as those do that one JVM writes one after
   * the other. Those of different JVMs the JDK's reader must not get in one file: it takes the
   * names, threads and lines of one for those of the other.
   */
  boolean isContinuous() {
    for (int i = 1; i < readable.size(); i++) {
      long gap = readable.get(i).startNanos() - readable.get(i - 1).endNanos();
      if (Math.abs(gap) > LARGEST_GAP_NANOS) {
        return false;
      }
    }
    return true;
  }

  /** Where in the file a moment was written down, about. */
  long offsetAt(long nanos) {
    int low = 0;
    int high = readable.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (readable.get(middle).startNanos() <= nanos) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    var chunk = readable.get(low);
    double duration = Math.max(1, chunk.endNanos() - chunk.startNanos());
    return chunk.offset()
        + (long) (Math.clamp((nanos - chunk.startNanos()) / duration, 0, 1) * chunk.bytes());
  }
}
