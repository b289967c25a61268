package io.github.exectrace.report;

import java.util.Arrays;

/**
 * How many starts there were in each stretch of time, over a time that is not known beforehand:
 * when it is longer than the stretches reach, each becomes twice as long. Not safe for use by
 * several threads.
 */
public final class StartRate {
  /** An even number, so that stretches can be joined in pairs. */
  private static final int STRETCHES = 480;

  private static final long FIRST_STRETCH_NANOS = 1_000_000;

  private final long[] starts = new long[STRETCHES];
  private final long[] failures = new long[STRETCHES];
  private long originNanos;
  private long stretchNanos = FIRST_STRETCH_NANOS;
  private int used;

  StartRate() {}

  void add(long nanos, boolean succeeded) {
    if (used == 0) {
      originNanos = Math.floorDiv(nanos, stretchNanos) * stretchNanos;
    }
    while (nanos < originNanos || (nanos - originNanos) / stretchNanos >= STRETCHES) {
      widen(nanos < originNanos);
    }
    int stretch = (int) ((nanos - originNanos) / stretchNanos);
    used = Math.max(used, stretch + 1);
    starts[stretch]++;
    if (!succeeded) {
      failures[stretch]++;
    }
  }

  /** Twice as long each, with the new room before or behind what is there. */
  private void widen(boolean before) {
    int offset = before ? STRETCHES / 2 : 0;
    join(starts, offset);
    join(failures, offset);
    if (before) {
      originNanos -= STRETCHES * stretchNanos;
    }
    stretchNanos *= 2;
    used = Math.min(STRETCHES, (used + 1) / 2 + offset);
  }

  private static void join(long[] counts, int offset) {
    var joined = new long[STRETCHES];
    for (int i = 0; i < STRETCHES; i++) {
      joined[offset + i / 2] += counts[i];
    }
    System.arraycopy(joined, 0, counts, 0, STRETCHES);
  }

  /** When the first stretch begins, in nanoseconds since 1970. */
  public long originNanos() {
    return originNanos;
  }

  /** How long each is, in nanoseconds. */
  public long stretchNanos() {
    return stretchNanos;
  }

  /** The starts in each, failed ones too. */
  public long[] starts() {
    return Arrays.copyOf(starts, used);
  }

  /** The failed starts in each. */
  public long[] failures() {
    return Arrays.copyOf(failures, used);
  }
}
