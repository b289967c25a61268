package io.github.exectrace.report;

import io.github.exectrace.events.FieldNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tracer of one JVM says that it saw and missed, summed up over all times that it was
 * switched on. Not safe for use by several threads.
 */
public final class Ledger {
  /** Not sums: of these the largest counts. */
  private static final Set<String> LEVELS =
      Set.of(FieldNames.RING_SIZE, FieldNames.RING_HIGH_WATER);

  /** Whatever is counted here is missing from the recording. */
  private static final List<String> LOSSES =
      List.of(
          FieldNames.LOST_RING_FULL,
          FieldNames.LOST_NO_BUFFER,
          FieldNames.MALFORMED,
          FieldNames.UNTRACKED_PROCESSES,
          FieldNames.MISSED,
          FieldNames.UNRECORDED,
          FieldNames.HOOK_FAILURES);

  private static final Set<String> NOT_COUNTERS =
      Set.of("startTime", "duration", FieldNames.JVM_PID, FieldNames.JVM_START_TIME);

  private static final int MOST_ENTRIES = 10_000;
  private static final int MOST_REASONS = 5;

  private final List<Entry> entries = new ArrayList<>();
  private long recorderLostBytes;

  Ledger() {}

  private record Entry(
      long nanos,
      String state,
      String reason,
      String mode,
      String scope,
      String kernel,
      Map<String, Long> counters) {}

  void add(EventFields statistics) {
    if (entries.size() >= MOST_ENTRIES) {
      // Counters only grow while a tracer is on, so an intermediate one adds nothing.
      entries.sort(Comparator.comparingLong(Entry::nanos));
      for (int i = entries.size() - 2; i > 0; i -= 2) {
        entries.remove(i);
      }
    }
    var counters = new LinkedHashMap<String, Long>();
    for (var field : statistics.event().getFields()) {
      if (field.getTypeName().equals("long") && !NOT_COUNTERS.contains(field.getName())) {
        counters.put(field.getName(), statistics.number(field.getName(), 0));
      }
    }
    entries.add(
        new Entry(
            statistics.startNanos(),
            statistics.text(FieldNames.STATE),
            statistics.text(FieldNames.REASON),
            statistics.text(FieldNames.MODE),
            statistics.text(FieldNames.SCOPE),
            statistics.text(FieldNames.KERNEL_RELEASE),
            counters));
  }

  void recorderLost(long bytes) {
    recorderLostBytes += Math.max(0, bytes);
  }

  /** Whether the recording has nothing to say of this. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  private Entry last() {
    return entries.stream()
        .max(Comparator.comparingLong(Entry::nanos))
        .orElse(new Entry(0, "", "", "", "", "", Map.of()));
  }

  /** {@code kernel} or {@code java}; empty if it is not recorded. */
  public String mode() {
    return last().mode();
  }

  /** Why the kernel was not traced; empty if it was, or if it is not recorded. */
  public String reason() {
    return last().reason();
  }

  /** What was traced: {@code jvm}, {@code pidns} or {@code system}; empty if it is not recorded. */
  public String scope() {
    return last().scope();
  }

  /** STARTING, TRACING or FAILED at the end; empty if it is not recorded. */
  public String state() {
    return last().state();
  }

  /** The kernel's release; empty if it is not recorded. */
  public String kernel() {
    return last().kernel();
  }

  /** How many bytes Flight Recorder itself lost of its data. */
  public long recorderLostBytes() {
    return recorderLostBytes;
  }

  /** When it was last written down, in nanoseconds since 1970. */
  public long lastNanos() {
    return last().nanos();
  }

  /** What the tracer said at any time that it could not do, each once. */
  public List<String> reasons() {
    return entries.stream()
        .map(Entry::reason)
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .limit(MOST_REASONS)
        .toList();
  }

  /** All counters by the names of their fields, in the order of the event's fields. */
  public Map<String, Long> counters() {
    var totals = new LinkedHashMap<String, Long>();
    for (var counters : lastOfEachTime()) {
      counters.forEach(
          (name, count) ->
              totals.merge(name, count, LEVELS.contains(name) ? Math::max : Long::sum));
    }
    return totals;
  }

  /** The counters at the end of each time that tracing was on: they begin anew with each. */
  private List<Map<String, Long>> lastOfEachTime() {
    entries.sort(Comparator.comparingLong(Entry::nanos));
    var all = new ArrayList<Map<String, Long>>();
    Map<String, Long> before = Map.of();
    for (var entry : entries) {
      if (startsAnew(before, entry.counters())) {
        all.add(before);
      }
      before = entry.counters();
    }
    all.add(before);
    return all;
  }

  private static boolean startsAnew(Map<String, Long> before, Map<String, Long> now) {
    return count(now, FieldNames.DELIVERED) < count(before, FieldNames.DELIVERED)
        || (count(now, FieldNames.SEEN) < count(before, FieldNames.SEEN) && !isUnread(now));
  }

  /**
   * The tracer counts what it got itself; what the kernel program counts it has to be able to read.
   */
  private static boolean isUnread(Map<String, Long> counters) {
    return count(counters, FieldNames.DELIVERED) > count(counters, FieldNames.EMITTED);
  }

  private static long count(Map<String, Long> counters, String name) {
    return counters.getOrDefault(name, 0L);
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

  /** Whether everything that the kernel program saw is accounted for. */
  public boolean balances() {
    return lastOfEachTime().stream()
        .allMatch(
            counters ->
                count(counters, FieldNames.SEEN)
                    == count(counters, FieldNames.EMITTED)
                        + count(counters, FieldNames.FILTERED)
                        + lost(counters));
  }

  private static long lost(Map<String, Long> counters) {
    return count(counters, FieldNames.LOST_RING_FULL) + count(counters, FieldNames.LOST_NO_BUFFER);
  }

  /** Whether what the kernel program counted could be read: else its counters prove nothing. */
  public boolean isRead() {
    return lastOfEachTime().stream().noneMatch(Ledger::isUnread);
  }

  /** How many records were put into the ring buffer and not read from it. */
  public long undelivered() {
    return lastOfEachTime().stream()
        .mapToLong(
            counters ->
                count(counters, FieldNames.EMITTED)
                    - count(counters, FieldNames.DELIVERED)
                    - count(counters, FieldNames.MALFORMED))
        .map(missing -> Math.max(0, missing))
        .sum();
  }

  /** How many execs and starts there are that no Java thread could be named for. */
  public long unattributed() {
    return count(counters(), FieldNames.UNATTRIBUTED);
  }
}
