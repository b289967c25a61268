package io.github.exectrace.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The kernel's own monotonic clock, which its programs read, beside those of this JVM. In a time
 * namespace, and after CRIU has restored a process into one, CLOCK_MONOTONIC and with it {@link
 * System#nanoTime} differ from the kernel's by a fixed amount (time_namespaces(7)). Safe for use by
 * several threads.
 */
public final class KernelTime {
  private static final Path OFFSETS = Path.of("/proc/self/timens_offsets");
  private static final Path OWN = Path.of("/proc/self/ns/time");
  private static final Path OF_CHILDREN = Path.of("/proc/self/ns/time_for_children");
  private static final String CLOCK = "monotonic";
  // A restored process finds itself in another namespace, or in one with other offsets.
  private static final long LOOK_EVERY_NANOS = 1_000_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long CLOSE_NANOS = 5_000;
  private static final int MOST_READINGS = 16;

  private static volatile Offset known = new Offset(0, System.nanoTime() - LOOK_EVERY_NANOS);

  private record Offset(long nanos, long lookedAt) {}

  private KernelTime() {}

  /** What to add to a time of the kernel's clock for one of {@link System#nanoTime}'s. */
  static long offsetNanos() {
    var last = known;
    long now = System.nanoTime();
    long age = now - last.lookedAt;
    if (age >= 0 && age < LOOK_EVERY_NANOS) {
      return last.nanos;
    }
    var looked = new Offset(look(last.nanos), now);
    known = looked;
    return looked.nanos;
  }

  /**
   * A kernel without time namespaces has none of the files. They say what children will get; that
   * is another namespace only if native code of this JVM made one.
   */
  private static long look(long before) {
    try {
      if (!Files.readSymbolicLink(OWN).equals(Files.readSymbolicLink(OF_CHILDREN))) {
        return before;
      }
      return parse(Files.readString(OFFSETS), before);
    } catch (IOException | NumberFormatException none) {
      return before;
    }
  }

  /** The nanoseconds of {@code monotonic SECONDS NANOSECONDS}, one line of several. */
  static long parse(String offsets, long otherwise) {
    for (var line : offsets.split("\n", -1)) {
      var words = line.strip().split("\\s+", -1);
      if (words.length == 3 && words[0].equals(CLOCK)) {
        return Long.parseLong(words[1]) * NANOS_PER_SECOND + Long.parseLong(words[2]);
      }
    }
    return otherwise;
  }

  /**
   * A time of {@link System#nanoTime} by the machine's wall clock as it is now. One clock is read
   * before and after the other, and again unless the two are close to each other: between them a
   * busy system may let another thread run for milliseconds.
   */
  public static Instant instant(long nanos) {
    long shortest = Long.MAX_VALUE;
    Instant best = Instant.EPOCH;
    for (int i = 0; i < MOST_READINGS && shortest > CLOSE_NANOS; i++) {
      long before = System.nanoTime();
      var wall = Instant.now();
      long between = System.nanoTime() - before;
      if (between < shortest) {
        shortest = between;
        best = wall.minusNanos(before + between / 2 - nanos);
      }
    }
    return best;
  }
}
