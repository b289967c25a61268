package io.github.exectrace.spawn;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts by ProcessBuilder whose process carries no mark, because they began before tracing was
 * ready: until they are over, a process without a mark need not be native code's. Safe for use by
 * several threads.
 */
public final class UnmarkedStarts {
  private static final long LOOK_EVERY_NANOS = 500_000;
  private static final String PROCESS = "java.lang.ProcessImpl";
  private static final String BRIDGE = "java.lang.ExectraceBridge";
  private static final String CONSTRUCTOR = "<init>";

  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Long> counted = ConcurrentHashMap.newKeySet(); // of them, by thread
  private volatile boolean olderCode;

  /**
   * The calling thread is about to start a process without a mark.
   *
   * <p>Whoever makes tracing ready publishes the marks first and then asks {@link #await}; whoever
   * starts something calls this first and then looks for the marks. So one of the two sees the
   * other.
   */
  public void begin() {
    underWay.incrementAndGet();
  }

  /** The start is over, or was made with a mark after all. */
  public void end() {
    underWay.decrementAndGet();
  }

  /** The same as {@link #begin}, for a start that is counted as one that came too early. */
  public void beginCounted() {
    begin();
    counted.add(ThreadIds.of(Thread.currentThread()));
  }

  /** In place of {@link #end}. */
  public void endCounted() {
    counted.remove(ThreadIds.of(Thread.currentThread()));
    end();
  }

  /**
   * The JDK's class has been rewritten while it was in use: threads may be in the older code, which
   * does not call {@link #begin}.
   */
  public void olderCodeMayRun() {
    olderCode = true;
  }

  /**
   * Waits until no unmarked start is under way, so that none is seen by a kernel program that is
   * attached afterwards.
   *
   * @param longest so long at most
   * @return those that are still under way
   */
  public EarlyStarts await(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (underWay.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    if (underWay.get() == 0 && !olderCode) {
      return new EarlyStarts(Set.of(), Set.of());
    }
    var threads = threadsInConstructor();
    while (!threads.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      threads.retainAll(threadsInConstructor());
    }
    olderCode = false;
    return new EarlyStarts(threads, Set.copyOf(counted));
  }

  /** Those that have passed the hook, or that the hook is not in the way of, and may fork. */
  private static Set<Long> threadsInConstructor() {
    var mounted = MountedThreads.find();
    var found = new HashSet<Long>();
    for (var platform : JavaThreads.all()) {
      var thread = mounted.map(known -> known.on(platform)).orElse(platform);
      if (isStarting(thread.getStackTrace())) {
        found.add(ThreadIds.of(thread));
      }
    }
    return found;
  }

  private static boolean isStarting(StackTraceElement[] stack) {
    for (var frame : stack) {
      if (frame.getClassName().equals(BRIDGE)) {
        return false; // it waits there, or has forked
      }
      if (frame.getClassName().equals(PROCESS) && frame.getMethodName().equals(CONSTRUCTOR)) {
        return true;
      }
    }
    return false;
  }
}
