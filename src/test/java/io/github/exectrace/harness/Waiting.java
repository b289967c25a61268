package io.github.exectrace.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does. */
public final class Waiting {
  private static final long LOOK_EVERY_NANOS = 20_000_000;

  // Set where the machine is an emulated one.
  private static final int PATIENCE = Integer.getInteger("exectrace.patience", 1);

  private Waiting() {}

  /** So long at most on a real machine; on a slow one as many times longer as it was said to be. */
  public static Duration patiently(Duration longest) {
    return longest.multipliedBy(PATIENCE);
  }

  /** Returns whether it became true in time. */
  public static boolean upTo(Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + patiently(longest).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }
}
