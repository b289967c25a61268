package io.github.exectrace.events.ledger;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.tree.EventView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tracer of one JVM says that it saw and missed, summed up over all times that it was
 * switched on. Safe for use by several threads once nothing is added any more.
 */
public final class Ledger {
  /** What is counted since tracing began, by the names of the fields. */
  public static final List<String> COUNTERS =
      List.of(
          FieldNames.SEEN,
          FieldNames.EMITTED,
          FieldNames.FILTERED,
          FieldNames.LOST_RING_FULL,
          FieldNames.LOST_NO_BUFFER,
          FieldNames.UNTRACKED_PROCESSES,
          FieldNames.MISSED,
          FieldNames.DELIVERED,
          FieldNames.MALFORMED,
          FieldNames.UNATTRIBUTED,
          FieldNames.UNRECORDED,
          FieldNames.HOOK_FAILURES,
          FieldNames.NATIVE_SPAWNS,
          FieldNames.NATIVE_UNVERIFIED,
          FieldNames.ADOPTED);

  /** Not sums: of these the largest counts. */
  private static final Set<String> LEVELS =
      Set.of(FieldNames.RING_SIZE, FieldNames.RING_HIGH_WATER);

  /** Whatever is counted here is missing from the recording. */
  private static final Set<String> LOSSES =
      Set.of(
          FieldNames.LOST_RING_FULL,
          FieldNames.LOST_NO_BUFFER,
          FieldNames.MALFORMED,
          FieldNames.UNTRACKED_PROCESSES,
          FieldNames.MISSED,
          FieldNames.UNRECORDED,
          FieldNames.HOOK_FAILURES);

  private static final String TRACING = "TRACING";
  private static final String FAILED = "FAILED";
  private static final String KERNEL = "kernel";
  private static final int MOST_ENTRIES = 10_000;
  private static final int MOST_REASONS = 5;

  private final List<Entry> entries = new ArrayList<>(); // in the order of time

  /** One event. */
  private static final class Entry {
    private final long nanos;
    private final String state;
    private final String reason;
    private final String mode;
    private final String scope;
    private final String kernel;
    private final Map<String, Long> counters = new LinkedHashMap<>();

    Entry(EventView event, Collection<String> names) {
      nanos = event.startNanos();
      state = event.text(FieldNames.STATE);
      reason = event.text(FieldNames.REASON);
      mode = event.text(FieldNames.MODE);
      scope = event.text(FieldNames.SCOPE);
      kernel = event.text(FieldNames.KERNEL_RELEASE);
      for (var name : names) {
        if (event.has(name)) {
          counters.put(name, event.number(name, 0));
        }
      }
    }

    long count(String name) {
      return counters.getOrDefault(name, 0L);
    }

    boolean startsAnewAfter(Entry before) {
      return count(FieldNames.DELIVERED) < before.count(FieldNames.DELIVERED)
          || (count(FieldNames.SEEN) < before.count(FieldNames.SEEN) && !isUnread());
    }

    /** The tracer counts what it got itself; what the kernel program counts it has to read. */
    boolean isUnread() {
      return count(FieldNames.DELIVERED) > count(FieldNames.EMITTED);
    }

    long lost() {
      return count(FieldNames.LOST_RING_FULL) + count(FieldNames.LOST_NO_BUFFER);
    }

    boolean balances() {
      return count(FieldNames.SEEN)
          == count(FieldNames.EMITTED) + count(FieldNames.FILTERED) + lost();
    }

    long undelivered() {
      return Math.max(
          0, count(FieldNames.EMITTED) - count(FieldNames.DELIVERED) - count(FieldNames.MALFORMED));
    }
  }

  /** Adds an event of the tracer's statistics, in any order. */
  public void add(EventView statistics) {
    add(statistics, COUNTERS);
  }

  /**
   * Adds an event of the tracer's statistics, in any order.
   *
   * @param counters the fields to sum up, which may be others than this version knows
   */
  public void add(EventView statistics, Collection<String> counters) {
    if (entries.size() >= MOST_ENTRIES) {
      // Counters only grow while a tracer is on, so an intermediate one adds nothing.
      for (int i = entries.size() - 2; i > 0; i -= 2) {
        entries.remove(i);
      }
    }
    var entry = new Entry(statistics, counters);
    int place = entries.size();
    while (place > 0 && entries.get(place - 1).nanos > entry.nanos) {
      place--;
    }
    entries.add(place, entry);
  }

  /** Whether the recording has nothing to say of this. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  private Entry last() {
    return entries.get(entries.size() - 1);
  }

  /** {@code kernel} or {@code java} at the end; empty if it is not recorded. */
  public String mode() {
    return isEmpty() ? "" : last().mode;
  }

  /** Why the kernel was not traced; empty if it was, or if it is not recorded. */
  public String reason() {
    return isEmpty() ? "" : last().reason;
  }

  /** What was traced: {@code jvm}, {@code pidns} or {@code system}; empty if it is not recorded. */
  public String scope() {
    return isEmpty() ? "" : last().scope;
  }

  /** STARTING, TRACING or FAILED at the end; empty if it is not recorded. */
  public String state() {
    return isEmpty() ? "" : last().state;
  }

  /** The kernel's release; empty if it is not recorded. */
  public String kernel() {
    return isEmpty() ? "" : last().kernel;
  }

  /** When it was last written down, on the events' clock; 0 if it never was. */
  public long lastNanos() {
    return isEmpty() ? 0 : last().nanos;
  }

  /** Whether the kernel was traced: else only what the JVM itself started is there. */
  public boolean isKernelTraced() {
    return mode().equals(KERNEL) && !state().equals(FAILED);
  }

  /** Whether tracing was on to the end of the recording. */
  public boolean isTracingToTheEnd() {
    return state().equals(TRACING);
  }

  /** What the tracer said at any time that it could not do, each once; the first few. */
  public List<String> reasons() {
    var reasons = new LinkedHashSet<String>();
    for (var entry : entries) {
      if (!entry.reason.isEmpty() && reasons.size() < MOST_REASONS) {
        reasons.add(entry.reason);
      }
    }
    return List.copyOf(reasons);
  }

  /** All counters by the names of their fields, in the order in which they were given. */
  public Map<String, Long> counters() {
    var totals = new LinkedHashMap<String, Long>();
    for (var entry : lastOfEachTime()) {
      entry.counters.forEach(
          (name, count) ->
              totals.merge(name, count, LEVELS.contains(name) ? Math::max : Long::sum));
    }
    return totals;
  }

  /** One of the counters; 0 if it is not recorded. */
  public long count(String name) {
    return counters().getOrDefault(name, 0L);
  }

  /** The last event of each time that tracing was on: the counters begin anew with each. */
  private List<Entry> lastOfEachTime() {
    var all = new ArrayList<Entry>();
    var before = (Entry) null;
    for (var entry : entries) {
      if (before != null && entry.startsAnewAfter(before)) {
        all.add(before);
      }
      before = entry;
    }
    if (before != null) {
      all.add(before);
    }
    return all;
  }

  /** The losses that there were, by the names of their counters. */
  public Map<String, Long> losses() {
    var losses = new LinkedHashMap<String, Long>();
    counters()
        .forEach(
            (name, count) -> {
              if (count > 0 && (LOSSES.contains(name) || name.startsWith("lost"))) {
                losses.put(name, count);
              }
            });
    return losses;
  }

  /** How many forks, execs and exits the kernel program was called for. */
  public long seen() {
    return count(FieldNames.SEEN);
  }

  /** Of these, how many it put into the ring buffer. */
  public long emitted() {
    return count(FieldNames.EMITTED);
  }

  /** Of these, how many were out of scope. */
  public long filtered() {
    return count(FieldNames.FILTERED);
  }

  /** Of these, how many were lost between kernel and JVM. */
  public long lost() {
    return lastOfEachTime().stream().mapToLong(Entry::lost).sum();
  }

  /** How many records were read from the ring buffer and understood. */
  public long delivered() {
    return count(FieldNames.DELIVERED);
  }

  /** Whether everything that the kernel program saw is accounted for. */
  public boolean balances() {
    return lastOfEachTime().stream().allMatch(Entry::balances);
  }

  /** Whether what the kernel program counted could be read: else its counters prove nothing. */
  public boolean isRead() {
    return lastOfEachTime().stream().noneMatch(Entry::isUnread);
  }

  /** How many records were put into the ring buffer and not read from it. */
  public long undelivered() {
    return lastOfEachTime().stream().mapToLong(Entry::undelivered).sum();
  }

  /** How many execs and starts there are that no Java thread could be named for. */
  public long unattributed() {
    return count(FieldNames.UNATTRIBUTED);
  }
}
