package io.github.exectrace.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does. */
public final class Waiting {
  private static final long LOOK_EVERY_NANOS = 20_000_000;

  private Waiting() {}

  /** Returns whether it became true in time. */
  public static boolean upTo(Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }
}
