package io.github.exectrace.recording;

import java.util.concurrent.TimeUnit;

/**
 * Changes of what recordings want: those asked for, numbered from 1, and how far they have been
 * made. Safe for use by several threads.
 */
final class Changes {
  private volatile long asked;
  private volatile long made;

  /** A change is asked for. Returns its number. */
  synchronized long ask() {
    return ++asked;
  }

  /** This change has been made, and all before it. */
  synchronized void made(long number) {
    made = Math.max(made, number);
    notifyAll();
  }

  /** Whether a change is still to be made. */
  boolean pending() {
    return made < asked;
  }

  /** Waits until the changes asked for so far are made, but not forever. */
  void await(long longestMillis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
    try {
      synchronized (this) {
        long last = asked;
        while (made < last) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (left <= 0) {
            return;
          }
          wait(left);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // for the application, whose interrupt it is
    }
  }
}
