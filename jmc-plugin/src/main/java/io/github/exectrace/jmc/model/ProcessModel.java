package io.github.exectrace.jmc.model;

import io.github.exectrace.events.ledger.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemCollectionToolkit;

/**
 * All that a recording says of processes. Built at once by {@link #of}, which takes well under a
 * second for a hundred thousand execs and belongs off the UI thread; then immutable and safe for
 * any thread.
 *
 * <p>Times are nanoseconds since the epoch, durations are nanoseconds.
 */
public final class ProcessModel {
  /** Which events there are. */
  public enum Source {
    /** The agent's. */
    EXECTRACE,
    /** The JDK's own alone: successful starts, without their ends or descendants. */
    JDK_PROCESS_START,
    /** None. */
    NONE
  }

  private final Source source;
  private final List<Spawn> spawns;
  private final List<TracedProcess> processes;
  private final List<TracedProcess> roots;
  private final List<Exec> execs;
  private final List<Failure> failures;
  private final Ledger ledger;
  private final List<Warning> warnings;
  private final int jvms;
  private final long start;
  private final long end;

  ProcessModel(ModelBuilder builder) {
    source = builder.source;
    spawns = List.copyOf(builder.spawns);
    processes = List.copyOf(builder.processes);
    roots =
        processes.stream().filter(process -> process.parent == null).collect(Collectors.toList());
    execs = List.copyOf(builder.execs);
    failures = Failure.of(processes);
    ledger = builder.ledger;
    jvms = builder.jvms.count();
    start = builder.start;
    end = builder.end;
    warnings = Warning.of(this, builder.exitsRecorded);
  }

  /**
   * Reads a recording, or a part of one.
   *
   * @param items of any event types; those of other kinds are ignored
   */
  public static ProcessModel of(IItemCollection items) {
    return new ModelBuilder().read(items).build();
  }

  /** Which events there are. */
  public Source source() {
    return source;
  }

  /** All starts, in the order of time. */
  public List<Spawn> spawns() {
    return spawns;
  }

  /** All processes, in the order of time. */
  public List<TracedProcess> processes() {
    return processes;
  }

  /** The processes that no other one here started: the top of the tree, in the order of time. */
  public List<TracedProcess> roots() {
    return List.copyOf(roots);
  }

  /** All programs that were executed or refused, in the order of time. */
  public List<Exec> execs() {
    return execs;
  }

  /** All failures, in the order of time. */
  public List<Failure> failures() {
    return failures;
  }

  /** What the tracer saw and missed. */
  public Ledger ledger() {
    return ledger;
  }

  /** What this recording does not say, the gravest first. */
  public List<Warning> warnings() {
    return warnings;
  }

  /**
   * Of how many JVMs the recording is, as far as it says. Of several there are no processes here:
   * ids and pids of one would be taken for those of the other.
   */
  public int jvms() {
    return jvms;
  }

  /** The time of the first event; 0 if there is none. */
  public long start() {
    return start;
  }

  /** The time of the last event; 0 if there is none. */
  public long end() {
    return end;
  }

  /**
   * What a selection of processes carries: the event of the start that each descends from, with its
   * thread and stack, and the events of the process itself, but that of the JDK's helper, through
   * which every process comes that Java code starts.
   */
  public static IItemCollection selectionOf(Collection<TracedProcess> selected) {
    var items = new LinkedHashSet<IItem>();
    for (var process : selected) {
      addOrigin(process, items);
      items.addAll(process.itemsOfProgram());
    }
    return ItemCollectionToolkit.build(items.stream());
  }

  /**
   * As {@link #selectionOf}, of single execs: instead of all that ran in a process, these alone,
   * the JDK's helper not excepted.
   */
  public static IItemCollection selectionOfExecs(Collection<Exec> selected) {
    var items = new LinkedHashSet<IItem>();
    for (var exec : selected) {
      addOrigin(exec.process, items);
      if (exec.seenByKernel && exec.item != null) {
        items.add(exec.item);
      }
      exec.process.exitItem().ifPresent(items::add);
    }
    return ItemCollectionToolkit.build(items.stream());
  }

  private static void addOrigin(TracedProcess process, Collection<IItem> items) {
    if (process.origin != null && process.origin.shownItem != null) {
      items.add(process.origin.shownItem);
    }
  }

  /**
   * The recording's own event of one that is in a selection, which for a start by native code has
   * thread and stack added.
   */
  public static IItem recorded(IItem selected) {
    return selected instanceof NativeSpawnItem ? ((NativeSpawnItem) selected).event() : selected;
  }

  /** A process and all of its descendants. */
  public static List<TracedProcess> treeOf(TracedProcess top) {
    var all = new ArrayList<TracedProcess>();
    addTree(top, all);
    return all;
  }

  private static void addTree(TracedProcess top, List<TracedProcess> all) {
    // Not by recursion: a chain of processes can be as deep as it likes.
    int next = all.size();
    all.add(top);
    while (next < all.size()) {
      all.addAll(all.get(next).children);
      next++;
    }
  }
}
