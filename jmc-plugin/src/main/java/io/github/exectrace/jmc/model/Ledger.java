package io.github.exectrace.jmc.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;

/**
 * What the tracer saw and what it missed, over the whole recording. The counts of a tracer that was
 * switched off and on again are added up. Immutable; safe for any thread.
 */
public final class Ledger {
  /** Fields of the event that count since tracing began. */
  private static final List<String> COUNTERS =
      List.of(
          "seen",
          "emitted",
          "filtered",
          "lostRingFull",
          "lostNoBuffer",
          "untrackedProcesses",
          "missed",
          "delivered",
          "malformed",
          "unattributed",
          "unrecorded",
          "hookFailures",
          "nativeSpawns",
          "nativeUnverified",
          "adopted");

  private final Map<String, Long> counts;
  private final String state;
  private final String mode;
  private final String reason;
  private final String scope;
  private final List<IItem> items;

  private Ledger(List<Entry> entries) {
    counts = new HashMap<>();
    items = new ArrayList<>();
    var before = (Entry) null;
    for (var entry : entries) {
      if (before != null && entry.count("seen") < before.count("seen")) {
        before.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
      }
      items.add(entry.item);
      before = entry;
    }
    if (before != null) {
      before.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
    state = before == null ? null : before.state;
    mode = before == null ? null : before.mode;
    reason = before == null ? null : before.reason;
    scope = before == null ? null : before.scope;
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
  }

  static final class Reader {
    private final List<Entry> entries = new ArrayList<>();

    void read(IItemIterable events) {
      var type = events.getType();
      var start = Field.of(type, "startTime");
      var state = Field.of(type, "state");
      var mode = Field.of(type, "mode");
      var reason = Field.of(type, "reason");
      var scope = Field.of(type, "scope");
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
    return count("seen");
  }

  /** Of these, put into the ring buffer. */
  public long emitted() {
    return count("emitted");
  }

  /** Of these, out of scope. */
  public long filtered() {
    return count("filtered");
  }

  /** Of these, lost between kernel and JVM. */
  public long lost() {
    return count("lostRingFull") + count("lostNoBuffer");
  }

  /** Records that were read from the ring buffer and understood. */
  public long delivered() {
    return count("delivered");
  }

  /** Any of the event's counts, by the field's name; 0 if it has no such count. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** The events. */
  public List<IItem> items() {
    return List.copyOf(items);
  }
}
