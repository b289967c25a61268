package io.github.exectrace.spawn;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;

/**
 * One start of a process by a Java thread, and what is remembered of it as long as any descendant
 * lives. Safe for use by several threads.
 */
public final class Spawn {
  private final int id;
  private final WeakReference<Thread> thread;
  private final String threadName;
  private final long threadId;
  private String site; // null: not known yet, or there is none
  private int processes;
  private boolean known;
  private boolean finished;
  private boolean silentBefore;

  /** One that the thread is about to make. It will record its line itself, with the end. */
  Spawn(int id, Thread thread) {
    this(id, thread, thread.getName(), ThreadIds.of(thread));
  }

  Spawn(int id, Thread thread, String threadName, long threadId) {
    this.id = id;
    // A thread that has ended must not be kept in memory by what it once started.
    this.thread = new WeakReference<>(thread);
    this.threadName = threadName;
    this.threadId = threadId;
  }

  /** Unique among the starts of this JVM, 1 or more; from 2^30 on the kernel program gave it. */
  public int id() {
    return id;
  }

  /** The thread that started the process, as long as it exists. */
  public Optional<Thread> thread() {
    return Optional.ofNullable(thread.get());
  }

  /** The thread's name at that time; null if only its id is known. */
  public String threadName() {
    return threadName;
  }

  /** The thread's {@link Thread#threadId}. */
  public long threadId() {
    return threadId;
  }

  /**
   * The responsible line of the application, if there is one. The spawning thread sets it once its
   * fork is over, so that the new process does not wait for that; until then it does not leave that
   * line, and is looked at from outside.
   */
  public Optional<String> site() {
    var seen = isUnderWay() ? seenFromOutside() : null;
    synchronized (this) {
      if (!finished && site == null) {
        site = seen; // it has not moved on meanwhile
      }
      return Optional.ofNullable(site);
    }
  }

  private synchronized boolean isUnderWay() {
    return !finished && site == null;
  }

  private String seenFromOutside() {
    return thread()
        .flatMap(spawning -> CallSite.in(List.of(spawning.getStackTrace())))
        .orElse(null);
  }

  synchronized void processBegan() {
    known = true;
    processes++;
  }

  /** Returns whether this was the last one and no other can come. */
  synchronized boolean processEnded() {
    processes--;
    return isOver();
  }

  /**
   * The spawning thread is done.
   *
   * @param from the responsible line of the application
   * @return whether the kernel has already reported the end, too
   */
  synchronized boolean finish(Optional<String> from) {
    site = from.orElse(null);
    finished = true;
    return isOver();
  }

  private boolean isOver() {
    return finished && known && processes <= 0;
  }

  /** Whether the kernel should have reported a process long since: true for the second time. */
  synchronized boolean isForgotten() {
    boolean silent = finished && processes <= 0;
    boolean again = silent && silentBefore;
    silentBefore = silent;
    return again;
  }
}
