package io.github.exectrace.cli.run;

import io.github.exectrace.events.tree.ExecNode;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.tracer.ProcessEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One program that a process was, from its exec to its end or to the next exec.
 *
 * @param exec how it began, or was to begin
 * @param errno 0 if the exec succeeded
 * @param endNanos when it was no longer this program; -1 if it still is, or never was
 * @param exit the end of the process, if it ended as this program
 */
record ProgramRun(
    ProcessEvent.Exec exec, int errno, long endNanos, Optional<ProcessEvent.Exit> exit) {
  /** All programs that a process was, but the JVM's own helper, and those that it tried to be. */
  static List<ProgramRun> of(ProcessNode<KernelEventView> process) {
    var runs = new ArrayList<ProgramRun>();
    var next = (ExecNode<KernelEventView>) null;
    for (var exec : process.execs().reversed()) {
      if (exec.isLauncher()) {
        continue;
      }
      if (exec.event().event() instanceof ProcessEvent.ExecFailed failed) {
        runs.addFirst(new ProgramRun(failed.attempt(), failed.errno(), -1, Optional.empty()));
      } else {
        runs.addFirst(succeeded((ProcessEvent.Exec) exec.event().event(), next, process.exit()));
        next = exec;
      }
    }
    return runs;
  }

  private static ProgramRun succeeded(
      ProcessEvent.Exec exec, ExecNode<KernelEventView> next, KernelEventView end) {
    if (next != null) {
      return new ProgramRun(exec, 0, next.nanos(), Optional.empty());
    }
    if (end == null) {
      return new ProgramRun(exec, 0, -1, Optional.empty());
    }
    return new ProgramRun(exec, 0, end.endNanos(), Optional.of((ProcessEvent.Exit) end.event()));
  }

  long startNanos() {
    return exec.head().timeNanos();
  }

  /** How long the process was this program; until now if it still is. */
  long durationNanos(long nowNanos) {
    return (endNanos < 0 ? nowNanos : endNanos) - startNanos();
  }

  /** Whether another program has taken the process over. */
  boolean isReplaced() {
    return endNanos >= 0 && exit.isEmpty();
  }
}
