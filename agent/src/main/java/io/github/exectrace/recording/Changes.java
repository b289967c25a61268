package io.github.exectrace.recording;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of what recordings want: those asked for, numbered from 1, and how far they have been
 * made. Safe for use by several threads.
 *
 * <p>With a lock and a condition, not with {@code synchronized} and {@code wait}: when virtual
 * threads waited in that way, recordings made under heavy load lacked events or could not be read
 * (JDK 25.0.3; why is not known), and since they do not, none did.
 */
final class Changes {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private volatile long asked;
  private volatile long made;

  /** A change is asked for. Returns its number. */
  long ask() {
    lock.lock();
    try {
      long number = asked + 1;
      asked = number;
      return number;
    } finally {
      lock.unlock();
    }
  }

  /** This change has been made, and all before it. */
  void made(long number) {
    lock.lock();
    try {
      made = Math.max(made, number);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a change is still to be made. */
  boolean pending() {
    return made < asked;
  }

  /** Waits until the changes asked for so far are made, but not forever. */
  void await(long longestMillis) {
    long left = TimeUnit.MILLISECONDS.toNanos(longestMillis);
    lock.lock();
    try {
      long last = asked;
      while (made < last && left > 0) {
        left = progress.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // for the application, whose interrupt it is
    } finally {
      lock.unlock();
    }
  }
}
