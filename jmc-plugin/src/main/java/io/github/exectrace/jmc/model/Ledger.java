package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;

/**
 * What the tracer saw and what it missed, over the entire recording. The counts of a tracer that
 * was switched off and on again are added up. Immutable; safe for any thread.
 */
public final class Ledger {
  /** Fields of the event that count since tracing began. */
  private static final List<String> COUNTERS =
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

  private static final String TRACING = "TRACING";

  private final Map<String, Long> counts = new HashMap<>();
  private final List<Entry> lastOfEachTime = new ArrayList<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final List<IItem> items = new ArrayList<>();
  private final String state;
  private final String mode;
  private final String reason;
  private final String scope;
  private final long time;

  private Ledger(List<Entry> entries) {
    var before = (Entry) null;
    for (var entry : entries) {
      if (before != null && entry.startsAnewAfter(before)) {
        lastOfEachTime.add(before);
      }
      if (entry.reason != null && !entry.reason.isEmpty()) {
        reasons.add(entry.reason);
      }
      items.add(entry.item);
      before = entry;
    }
    if (before != null) {
      lastOfEachTime.add(before);
    }
    for (var last : lastOfEachTime) {
      last.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
    state = before == null ? null : before.state;
    mode = before == null ? null : before.mode;
    reason = before == null ? null : before.reason;
    scope = before == null ? null : before.scope;
    time = before == null ? 0 : before.time;
  }

  /** One event. */
  private static final class Entry {
    private final IItem item;
    private final long time;
    private final Map<String, Long> counts = new HashMap<>();
    private String state;
    private String mode;
    private String reason;
    private String scope;

    private Entry(IItem item, long time) {
      this.item = item;
      this.time = time;
    }

    private long count(String name) {
      return counts.getOrDefault(name, 0L);
    }

    private boolean startsAnewAfter(Entry before) {
      return count(FieldNames.DELIVERED) < before.count(FieldNames.DELIVERED)
          || (count(FieldNames.SEEN) < before.count(FieldNames.SEEN) && !isUnread());
    }

    /** The tracer counts what it got itself, and reads what the kernel program counted. */
    private boolean isUnread() {
      return count(FieldNames.DELIVERED) > count(FieldNames.EMITTED);
    }

    private boolean balances() {
      return count(FieldNames.SEEN)
          == count(FieldNames.EMITTED)
              + count(FieldNames.FILTERED)
              + count(FieldNames.LOST_RING_FULL)
              + count(FieldNames.LOST_NO_BUFFER);
    }

    private long undelivered() {
      return Math.max(
          0, count(FieldNames.EMITTED) - count(FieldNames.DELIVERED) - count(FieldNames.MALFORMED));
    }
  }

  static final class Reader {
    private final List<Entry> entries = new ArrayList<>();

    void read(IItemIterable events) {
      var type = events.getType();
      var start = Field.of(type, JdkEvents.START_TIME);
      var state = Field.of(type, FieldNames.STATE);
      var mode = Field.of(type, FieldNames.MODE);
      var reason = Field.of(type, FieldNames.REASON);
      var scope = Field.of(type, FieldNames.SCOPE);
      var counters = new HashMap<String, Field>();
      COUNTERS.forEach(name -> counters.put(name, Field.of(type, name)));
      for (var item : events) {
        var entry = new Entry(item, start.number(item, 0));
        entry.state = state.text(item);
        entry.mode = mode.text(item);
        entry.reason = reason.text(item);
        entry.scope = scope.text(item);
        counters.forEach(
            (name, field) -> {
              if (field.exists()) {
                entry.counts.put(name, field.number(item, 0));
              }
            });
        entries.add(entry);
      }
    }

    Ledger ledger() {
      entries.sort(Comparator.comparingLong(entry -> entry.time));
      return new Ledger(entries);
    }
  }

  /** Whether the recording has a ledger at all. */
  public boolean isPresent() {
    return !items.isEmpty();
  }

  /** STARTING, TRACING or FAILED, at the end. */
  public Optional<String> state() {
    return Optional.ofNullable(state);
  }

  /** Whether the kernel was traced: else only what the JVM itself started is there. */
  public boolean isKernelTraced() {
    return "kernel".equals(mode) && !"FAILED".equals(state);
  }

  /** Why the kernel was not traced. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason).filter(text -> !text.isEmpty());
  }

  /** What was traced: jvm, pidns or system. */
  public Optional<String> scope() {
    return Optional.ofNullable(scope);
  }

  /** Forks, execs and exits that the kernel program was called for. */
  public long seen() {
    return count(FieldNames.SEEN);
  }

  /** Of these, put into the ring buffer. */
  public long emitted() {
    return count(FieldNames.EMITTED);
  }

  /** Of these, out of scope. */
  public long filtered() {
    return count(FieldNames.FILTERED);
  }

  /** Of these, lost between kernel and JVM. */
  public long lost() {
    return count(FieldNames.LOST_RING_FULL) + count(FieldNames.LOST_NO_BUFFER);
  }

  /** Records that were read from the ring buffer and understood. */
  public long delivered() {
    return count(FieldNames.DELIVERED);
  }

  /** Any of the event's counts, by the field's name; 0 if it has no such count. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** Whether what the kernel program counted could be read: else its counts prove nothing. */
  public boolean isRead() {
    return lastOfEachTime.stream().noneMatch(Entry::isUnread);
  }

  /** Whether everything that the kernel program saw is accounted for. */
  public boolean balances() {
    return lastOfEachTime.stream().allMatch(Entry::balances);
  }

  /** Records that were put into the ring buffer and not read from it. */
  public long undelivered() {
    return lastOfEachTime.stream().mapToLong(Entry::undelivered).sum();
  }

  /** Whether tracing was on to the end of the recording. */
  public boolean isTracingToTheEnd() {
    return TRACING.equals(state);
  }

  /** What the tracer said at any time that it could not do, each once. */
  public List<String> reasons() {
    return List.copyOf(reasons);
  }

  /**
   * When the last of its events was written, in nanoseconds since the epoch; 0 if there is none.
   */
  public long time() {
    return time;
  }

  /** The events. */
  public List<IItem> items() {
    return List.copyOf(items);
  }
}
