package io.github.exectrace.report;

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
  private static final Set<String> LEVELS = Set.of("ringSize", "ringHighWater");

  /** Whatever is counted here is missing from the recording. */
  private static final List<String> LOSSES =
      List.of(
          "lostRingFull",
          "lostNoBuffer",
          "malformed",
          "untrackedProcesses",
          "missed",
          "unrecorded",
          "hookFailures");

  private static final Set<String> NOT_COUNTERS =
      Set.of("startTime", "duration", "jvmPid", "jvmStartTime");

  private static final int MOST_ENTRIES = 10_000;

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
      // Counters only grow while a tracer is on, so one in between tells nothing.
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
            statistics.text("state"),
            statistics.text("reason"),
            statistics.text("mode"),
            statistics.text("scope"),
            statistics.text("kernelRelease"),
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

  /** {@code kernel} or {@code java}; empty if it is not told. */
  public String mode() {
    return last().mode();
  }

  /** Why the kernel was not traced; empty if it was, or if it is not told. */
  public String reason() {
    return last().reason();
  }

  /** What was traced: {@code jvm}, {@code pidns} or {@code system}; empty if it is not told. */
  public String scope() {
    return last().scope();
  }

  /** STARTING, TRACING or FAILED at the end; empty if it is not told. */
  public String state() {
    return last().state();
  }

  /** The kernel's release; empty if it is not told. */
  public String kernel() {
    return last().kernel();
  }

  /** How many bytes Flight Recorder itself lost of its data. */
  public long recorderLostBytes() {
    return recorderLostBytes;
  }

  /** All counters by the names of their fields, in the order of the event's fields. */
  public Map<String, Long> counters() {
    entries.sort(Comparator.comparingLong(Entry::nanos));
    var totals = new LinkedHashMap<String, Long>();
    Map<String, Long> before = Map.of();
    for (var entry : entries) {
      if (startsAnew(before, entry.counters())) {
        add(totals, before);
      }
      before = entry.counters();
    }
    add(totals, before);
    return totals;
  }

  private static boolean startsAnew(Map<String, Long> before, Map<String, Long> now) {
    return count(now, "seen") < count(before, "seen")
        || count(now, "delivered") < count(before, "delivered");
  }

  private static void add(Map<String, Long> totals, Map<String, Long> counters) {
    counters.forEach(
        (name, count) -> totals.merge(name, count, LEVELS.contains(name) ? Math::max : Long::sum));
  }

  private static long count(Map<String, Long> counters, String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** The losses that there were, by the names of their counters. */
  public Map<String, Long> losses() {
    var counters = counters();
    var losses = new LinkedHashMap<String, Long>();
    for (var name : LOSSES) {
      if (count(counters, name) > 0) {
        losses.put(name, count(counters, name));
      }
    }
    return losses;
  }

  /** Whether everything that the kernel program saw is accounted for. */
  public boolean balances() {
    var counters = counters();
    return count(counters, "seen")
        == count(counters, "emitted")
            + count(counters, "filtered")
            + count(counters, "lostRingFull")
            + count(counters, "lostNoBuffer");
  }
}
