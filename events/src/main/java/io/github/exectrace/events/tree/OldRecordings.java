package io.github.exectrace.events.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is made of recordings of versions whose events do not say which process they are about
 * ({@link ProcessId}), or do not say when its parent was forked. A pid comes again, so a process is
 * then its pid and the time between its fork and its end; which is a guess, as events can be lost.
 *
 * @param <E> the events
 */
final class OldRecordings<E extends EventView> {
  /** Of the clocks of two events, which are read apart from each other. */
  private static final long CLOCK_SLACK_NANOS = 1_000_000;

  private static final int FEW = 32;

  private final List<ProcessNode<E>> processes;
  private Map<Integer, List<ProcessNode<E>>> byPid; // null while there are few
  private int indexed;
  private Map<ProcessNode<E>, Integer> places = Map.of();

  OldRecordings(List<ProcessNode<E>> processes) {
    this.processes = processes;
  }

  /** Processes have been removed. */
  void forget() {
    byPid = null;
    indexed = 0;
  }

  private List<ProcessNode<E>> of(int pid) {
    if (processes.size() < FEW) {
      return processes;
    }
    if (byPid == null) {
      byPid = new HashMap<>();
      indexed = 0;
    }
    for (; indexed < processes.size(); indexed++) {
      var process = processes.get(indexed);
      byPid.computeIfAbsent(process.recordedPid(), number -> new ArrayList<>(1)).add(process);
    }
    return byPid.getOrDefault(pid, List.of());
  }

  /** The process of a pid that lived at the time of an event, the youngest if there are several. */
  ProcessNode<E> find(ProcessRef ref) {
    var found = (ProcessNode<E>) null;
    for (var process : of(ref.pid())) {
      if (process.recordedPid() == ref.pid()
          && lives(process, ref)
          && (found == null || process.beginNanos() > found.beginNanos())) {
        found = process;
      }
    }
    return found;
  }

  /** What is known of the process's life and what the event says of it must overlap. */
  private static <E extends EventView> boolean lives(ProcessNode<E> process, ProcessRef ref) {
    boolean hasEnded = process.recordedEndNanos() >= 0;
    boolean event = ref.fromNanos() == ref.toNanos();
    if (hasEnded) {
      return event
          && process.beginNanos() - CLOCK_SLACK_NANOS <= ref.fromNanos()
          && ref.toNanos() <= process.recordedEndNanos() + CLOCK_SLACK_NANOS;
    }
    // Of one that has not ended, the begin is only the time of its first event.
    return event || process.beginNanos() >= ref.fromNanos() - CLOCK_SLACK_NANOS;
  }

  /** To be called before {@link #parentOf}, when the processes are in the order of their begin. */
  void prepareParents() {
    forget();
    places = new HashMap<>();
    if (processes.stream().anyMatch(process -> process.parentForkTime() < 0)) {
      for (int i = 0; i < processes.size(); i++) {
        places.put(processes.get(i), i);
      }
    }
  }

  /** The process of the pid that it names as its parent, or else the youngest one above it. */
  ProcessNode<E> parentOf(ProcessNode<E> process) {
    long begin = process.beginNanos();
    if (process.parentPid() > 0) {
      var named = (ProcessNode<E>) null;
      for (var each : of(process.parentPid())) {
        if (each.recordedPid() == process.parentPid()
            && isAbove(each, process)
            && (named == null || each.beginNanos() > named.beginNanos())) {
          named = each;
        }
      }
      if (named != null) {
        return named;
      }
    }
    for (int i = places.get(process) - 1; i >= 0; i--) {
      var each = processes.get(i);
      if (each.beginNanos() <= begin && isAbove(each, process)) {
        return each;
      }
    }
    return null;
  }

  private static <E extends EventView> boolean isAbove(ProcessNode<E> one, ProcessNode<E> other) {
    return one != other
        && one.depth() == other.depth() - 1
        && one.beginNanos() <= other.beginNanos() + CLOCK_SLACK_NANOS
        && (one.recordedEndNanos() < 0
            || other.beginNanos() <= one.recordedEndNanos() + CLOCK_SLACK_NANOS);
  }
}
