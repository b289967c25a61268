package io.github.exectrace.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts and processes that have something in common, such as the line they come from. Counts only
 * grow while recordings are read. Not safe for use by several threads.
 *
 * @param <K> what they have in common
 */
public final class Group<K extends GroupKey> {
  private static final int MOST_THREADS = 10;
  private static final int MOST_OUTCOMES = 12;

  private final K key; // null of those that were put together
  private final Latencies waits = new Latencies();
  private final Latencies lifetime = new Latencies();
  private final Set<String> threads = new LinkedHashSet<>();
  private final Map<String, Long> outcomes = new TreeMap<>();
  private String example = "";
  private long starts;
  private long failed;
  private long runs;
  private long failedExits;
  private long cpuNanos;
  private long peakBytes = EventFields.UNKNOWN;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;

  Group(K key) {
    this.key = key;
  }

  void start(long nanos, boolean succeeded, String outcome) {
    starts++;
    seen(nanos);
    if (!succeeded) {
      failed++;
      outcome(outcome);
    }
  }

  void run(long nanos) {
    runs++;
    seen(nanos);
  }

  void waited(long nanos) {
    waits.add(nanos);
  }

  void thread(String name) {
    if (!name.isEmpty() && threads.size() <= MOST_THREADS) {
      threads.add(name);
    }
  }

  void example(String commandLine) {
    if (example.isEmpty()) {
      example = commandLine;
    }
  }

  /** A process ended, which the recording may know of by nothing else. */
  void lived(long nanos, long beganNanos) {
    lifetime.add(nanos);
    seen(beganNanos);
  }

  /** What a process used. */
  void used(long processorNanos, long residentBytes) {
    cpuNanos += Math.max(0, processorNanos);
    peakBytes = Math.max(peakBytes, residentBytes);
  }

  void failedExits(String how) {
    failedExits++;
    outcome(how);
  }

  private void outcome(String what) {
    if (outcomes.containsKey(what) || outcomes.size() < MOST_OUTCOMES) {
      outcomes.merge(what, 1L, Long::sum);
    }
  }

  private void seen(long nanos) {
    firstNanos = Math.min(firstNanos, nanos);
    lastNanos = Math.max(lastNanos, nanos);
  }

  void add(Group<K> other) {
    starts += other.starts;
    failed += other.failed;
    runs += other.runs;
    failedExits += other.failedExits;
    used(other.cpuNanos, other.peakBytes);
    firstNanos = Math.min(firstNanos, other.firstNanos);
    lastNanos = Math.max(lastNanos, other.lastNanos);
    waits.add(other.waits);
    lifetime.add(other.lifetime);
  }

  /** What its members have in common, such as program and line. */
  public K key() {
    return key;
  }

  /** What the calling threads spent in the JDK's fork. */
  public Latencies waits() {
    return waits;
  }

  /** From fork to exit, of the processes that ended. */
  public Latencies lifetime() {
    return lifetime;
  }

  /** Starts by Java threads, failed ones too. */
  public long starts() {
    return starts;
  }

  /** Of these, those that failed. */
  public long failed() {
    return failed;
  }

  /** Processes that came to be; where the kernel was not traced, the starts that succeeded. */
  public long runs() {
    return Math.max(runs, starts - failed);
  }

  /**
   * The larger of starts and runs: how often something of this kind was wanted. Where the recording
   * has no event of either, the ends.
   */
  public long count() {
    long wanted = Math.max(starts, runs + failed);
    return wanted == 0 ? lifetime.count() : wanted;
  }

  /** Processes that ended with a signal or with another exit code than 0. */
  public long failedExits() {
    return failedExits;
  }

  /** How often each kind of failure or failed exit came; the first dozen kinds. */
  public Map<String, Long> outcomes() {
    return outcomes;
  }

  /** User and system time of all that ended, in nanoseconds. */
  public long cpuNanos() {
    return cpuNanos;
  }

  /** The most memory that one of them had, in bytes; -1 if it is not known. */
  public long peakBytes() {
    return peakBytes;
  }

  /** The Java threads, in the order of their appearance; {@link #hasMoreThreads} if not all. */
  public List<String> threads() {
    return threads.stream().limit(MOST_THREADS).toList();
  }

  /** Whether there are more threads than {@link #threads} has. */
  public boolean hasMoreThreads() {
    return threads.size() > MOST_THREADS;
  }

  /** The command line of one of them; empty if none is known. */
  public String example() {
    return example;
  }

  /** When the first began, in nanoseconds since 1970. */
  public long firstNanos() {
    return firstNanos;
  }

  /** When the last began, in nanoseconds since 1970. */
  public long lastNanos() {
    return lastNanos;
  }
}
