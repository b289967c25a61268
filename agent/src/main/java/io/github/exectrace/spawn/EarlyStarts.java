package io.github.exectrace.spawn;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The starts by ProcessBuilder that were still under way, without a mark, when tracing began. Not
 * safe for use by several threads.
 */
public final class EarlyStarts {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Set<Long> threads; // by Thread.threadId, until their fork was seen
  private final Set<Long> counted;
  private final long since = System.nanoTime();

  /**
   * Those of certain threads.
   *
   * @param threads a set that can be changed
   * @param counted whose starts have been counted already
   */
  EarlyStarts(Set<Long> threads, Set<Long> counted) {
    this.threads = threads;
    this.counted = counted;
  }

  /** What a process without a mark is. */
  public enum Origin {
    /** Native code made it. */
    NATIVE,
    /** It is an early start. */
    EARLY,
    /** It is an early start, and has been counted as one already. */
    EARLY_AND_COUNTED
  }

  /**
   * Says of a process without a mark what it is; to be asked once for each.
   *
   * @param maker as far as it could be found out
   */
  public Origin originOf(StackSample maker) {
    if (threads.isEmpty() || System.nanoTime() - since > LONGEST_NANOS) {
      return Origin.NATIVE;
    }
    long id = maker.threadId();
    // An unknown thread is in doubt one of these.
    if (id == StackSampler.UNKNOWN || threads.remove(id)) {
      return counted.contains(id) ? Origin.EARLY_AND_COUNTED : Origin.EARLY;
    }
    return Origin.NATIVE;
  }
}
