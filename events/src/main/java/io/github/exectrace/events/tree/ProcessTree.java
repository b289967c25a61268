package io.github.exectrace.events.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The processes that descend from one start, or a single one that descends from none. Not safe for
 * use by several threads.
 *
 * @param <E> the events
 */
public class ProcessTree<E extends EventView> {
  private static final Comparator<ProcessNode<?>> FIRST_CHILD_FIRST =
      Comparator.comparing((ProcessNode<?> process) -> process.depth() > 1)
          .thenComparingLong(ProcessNode::beginNanos);

  private final int spawnId;
  private final List<ProcessNode<E>> processes = new ArrayList<>(2);
  private final OldRecordings<E> old = new OldRecordings<>(processes);
  private Start<E> start;
  private ProcessNode<E> child;
  private E descendant;
  private Object key;
  private long leftOut;

  /** A tree without a process. */
  public ProcessTree(int spawnId) {
    this.spawnId = spawnId;
  }

  final void foundBy(Object its) {
    key = its;
  }

  final Object key() {
    return key;
  }

  /** What an event says of the start, of which there is one. */
  final void startedBy(Start<E> recorded, ProcessNode<E> process) {
    if (start == null || start.kind() == StartKind.ADOPTED) {
      start = recorded;
    }
    if (recorded.kind() != StartKind.ADOPTED) {
      child = process;
      process.asked(recorded);
    }
  }

  final void descendsFromIt(E event) {
    descendant = descendant == null ? event : descendant;
  }

  /** The process that an event is about, if there is one that is not known by its identity. */
  final ProcessNode<E> find(ProcessRef ref) {
    if (ref.isChild() && isSameChild(ref)) {
      return child;
    }
    return ref.id().isKnown() ? null : old.find(ref);
  }

  /**
   * A start makes one process: so the JVM's own child is the same one though one of two events does
   * not know its identity.
   */
  private boolean isSameChild(ProcessRef ref) {
    return child != null
        && !(child.id().isKnown() && ref.id().isKnown())
        && (child.recordedPid() == ref.pid() || child.recordedPid() <= 0 || ref.pid() <= 0);
  }

  final ProcessNode<E> make(ProcessRef ref) {
    var process = new ProcessNode<>(this, ref);
    processes.add(process);
    if (child == null && ref.isChild()) {
      child = process;
    }
    return process;
  }

  /**
   * Drops those that ended and were short-lived, or, if there are as many that have not ended, the
   * oldest of these; never the child itself.
   *
   * @return what was dropped
   */
  final List<ProcessNode<E>> leaveOut(int most) {
    var sorted = new ArrayList<>(processes);
    sorted.remove(child);
    sorted.sort(
        Comparator.comparing(ProcessNode<E>::isOpen)
            .thenComparingLong(
                process -> process.isOpen() ? process.beginNanos() : process.livedNanos(0)));
    var dropped = sorted.subList(0, Math.max(0, Math.min(sorted.size(), most)));
    processes.removeAll(new HashSet<>(dropped));
    old.forget();
    leftOut += dropped.size();
    return dropped;
  }

  /** Links each process to the one that made it. */
  final void link() {
    processes.forEach(ProcessNode::unlink);
    if (spawnId != 0) {
      processes.sort(Comparator.comparingLong(ProcessNode::beginNanos));
      makeMissingChild();
      var byForkTime = byForkTime();
      old.prepareParents();
      for (var process : processes) {
        var parent = process.depth() <= 1 ? null : parentOf(process, byForkTime);
        if (parent != null) {
          process.link(parent);
          parent.beganBefore(process.beginNanos());
        }
      }
    }
    processes.sort(FIRST_CHILD_FIRST);
  }

  /** So that what descends from a start hangs under it, though its own process was lost. */
  private void makeMissingChild() {
    if (child == null && !processes.isEmpty() && kind() != StartKind.ADOPTED) {
      child = new ProcessNode<>(this, ProcessId.UNKNOWN, 0, 1, processes.get(0).beginNanos());
      processes.add(0, child);
    }
  }

  private Map<Long, List<ProcessNode<E>>> byForkTime() {
    var all = new HashMap<Long, List<ProcessNode<E>>>();
    if (processes.size() > 1) {
      for (var process : processes) {
        all.computeIfAbsent(process.id().forkTime(), time -> new ArrayList<>(1)).add(process);
      }
    }
    return all;
  }

  private ProcessNode<E> parentOf(
      ProcessNode<E> process, Map<Long, List<ProcessNode<E>>> byForkTime) {
    if (process.parentForkTime() < 0) {
      var guessed = old.parentOf(process);
      return guessed == null ? top(process) : guessed;
    }
    var found = (ProcessNode<E>) null;
    for (var each : byForkTime.getOrDefault(process.parentForkTime(), List.of())) {
      boolean better = found == null || each.recordedPid() == process.parentPid();
      found = isAbove(each, process) && better ? each : found;
    }
    return found == null ? top(process) : found;
  }

  /** What is damaged must not make anything its own ancestor. */
  private static <E extends EventView> boolean isAbove(ProcessNode<E> one, ProcessNode<E> other) {
    return one.id().isKnown() && one.depth() < other.depth();
  }

  private ProcessNode<E> top(ProcessNode<E> process) {
    return child != null && child.depth() < process.depth() ? child : null;
  }

  final List<ProcessNode<E>> all() {
    return processes;
  }

  /** Identifies the start in its JVM; 0 for a process that descends from none. */
  public final int spawnId() {
    return spawnId;
  }

  /** In which way it was started. */
  public final StartKind kind() {
    return start == null ? StartKind.UNKNOWN : start.kind();
  }

  /** What the event of the start says; null if there is none. */
  public final Start<E> start() {
    return start;
  }

  /** The first event of a process of it; null if there is none, or events are not held. */
  public final E descendant() {
    return descendant;
  }

  /** The process that the start itself made; null if it is not known, or there was no start. */
  public final ProcessNode<E> child() {
    return child;
  }

  /** Whether it is known that nothing was started. */
  public final boolean hasFailed() {
    return start != null && !start.succeeded();
  }

  /** Why nothing was started; empty if something was. */
  public final String failure() {
    return start == null ? "" : start.failure();
  }

  /** What the starting thread spent in the JDK's fork; -1 if it is not known. */
  public final long waitNanos() {
    return start == null ? EventView.UNKNOWN : start.waitNanos();
  }

  /** Whether the stack of a native start was proved to be that of the very call. */
  public final boolean isStackVerified() {
    return start != null && start.isStackVerified();
  }

  /** How many of its processes are not among {@link #processes}. */
  public final long leftOut() {
    return leftOut;
  }

  /** Its processes; once all events were added, in the order of time, the started one first. */
  public final List<ProcessNode<E>> processes() {
    return Collections.unmodifiableList(processes);
  }

  /** How many processes it has. */
  public final int size() {
    return processes.size();
  }

  /** Whether one of them has not ended. */
  public final boolean isOpen() {
    return processes.stream().anyMatch(ProcessNode::isOpen);
  }

  /** When the first began. */
  public final long beginNanos() {
    return processes.stream().mapToLong(ProcessNode::beginNanos).min().orElse(0);
  }
}
