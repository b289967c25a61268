package io.github.exectrace.recording;

import java.util.HashSet;
import java.util.Set;
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
  // Whoever keeps the recorder from answering for longer may be waiting for the one who waits here:
  // a hook of a periodic event that has another thread start its process.
  private static final long LONGEST_QUESTION_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private volatile long asked;
  private volatile long made;
  private final Set<Thread> asking = new HashSet<>(); // the recorder, and have no answer yet
  private long questionSince; // of System.nanoTime; the last one asked or answered

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

  /** The calling thread makes a change, asks the recorder and may have to wait for its lock. */
  void questionBegins() {
    lock.lock();
    try {
      asking.add(Thread.currentThread());
      questionSince = System.nanoTime();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The recorder has answered. */
  void questionEnds() {
    lock.lock();
    try {
      asking.remove(Thread.currentThread());
      questionSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a change is still to be made. */
  boolean pending() {
    return made < asked;
  }

  /**
   * Waits until the changes asked for so far are made, but not forever. An interrupt is kept for
   * the application, whose it is, and shortens nothing.
   */
  void await(long longestMillis) {
    await(longestMillis, false);
  }

  /** The same, and only as long as the recorder answers those who make the changes. */
  void awaitUnlessRecorderIsHeld(long longestMillis) {
    await(longestMillis, true);
  }

  private void await(long longestMillis, boolean impatient) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
    boolean interrupted = false;
    lock.lock();
    try {
      long last = asked;
      while (made < last) {
        long left = left(deadline, impatient);
        if (left <= 0) {
          break;
        }
        try {
          progress.awaitNanos(left);
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long left(long deadline, boolean impatient) {
    long now = System.nanoTime();
    long left = deadline - now;
    if (!impatient || asking.isEmpty()) {
      return left;
    }
    long question = questionSince + LONGEST_QUESTION_NANOS - now;
    if (question <= 0 && asking.stream().noneMatch(Changes::isBlocked)) {
      question = LOOK_AGAIN_NANOS; // it is only slow
    }
    return Math.min(left, question);
  }

  private static boolean isBlocked(Thread thread) {
    return thread.getState() == Thread.State.BLOCKED;
  }
}
