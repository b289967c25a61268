package io.github.exectrace.cli.run;

import io.github.exectrace.cli.options.RedactOption;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.KernelPath;
import io.github.exectrace.tracer.ProcessEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the processes of one command. Not safe for use by several threads. */
final class ProcessHistory {
  private final String ignored;
  private final Redaction redaction;
  private final List<Node> roots = new ArrayList<>();
  private final List<ProgramRun> runs = new ArrayList<>();
  // By pids, which are unique among those living.
  private final Map<Integer, Node> living = new HashMap<>();
  private long lastNanos = System.nanoTime();

  /** A process: the programs that it was, one after the other, and the processes that it made. */
  static final class Node {
    private final List<ProgramRun> runs = new ArrayList<>();
    private final List<Node> children = new ArrayList<>();
    private final long startedNanos;
    private boolean endsWithFatalExec;

    private Node(long startedNanos) {
      this.startedNanos = startedNanos;
    }

    /** Whether it is the same process, and not an earlier one of that pid whose end was lost. */
    private boolean is(ProcessEvent event) {
      return startedNanos == event.head().startedNanos();
    }

    List<ProgramRun> runs() {
      return List.copyOf(runs);
    }

    List<Node> children() {
      return List.copyOf(children);
    }
  }

  /**
   * Nothing yet.
   *
   * @param ignored a program that is left out: the JVM's own helper
   * @param redaction what is masked of all others
   */
  ProcessHistory(String ignored, Redaction redaction) {
    this.ignored = ignored;
    this.redaction = redaction;
  }

  void add(ProcessEvent raw) {
    var event = RedactOption.apply(redaction, raw);
    lastNanos = event.head().timeNanos();
    switch (event) {
      case ProcessEvent.Fork fork -> addProcess(fork);
      case ProcessEvent.Exec exec -> addExec(exec);
      case ProcessEvent.ExecFailed failed -> addFailed(failed);
      case ProcessEvent.Exit exit -> addExit(exit);
      case ProcessEvent.Adopted adopted -> process(adopted);
    }
  }

  private Node addProcess(ProcessEvent event) {
    var process = new Node(event.head().startedNanos());
    var parent = living.get(event.head().parentPid());
    (parent == null ? roots : parent.children).add(process);
    living.put(event.head().pid(), process);
    return process;
  }

  private Node process(ProcessEvent event) {
    var known = living.get(event.head().pid());
    return known != null && known.is(event) ? known : addProcess(event);
  }

  private void addExec(ProcessEvent.Exec exec) {
    if (exec.executable().equals(ignored)) {
      return;
    }
    var process = process(exec);
    process.runs.stream()
        .filter(ProgramRun::isCurrent)
        .forEach(before -> before.replaced(exec.head().timeNanos()));
    add(process, new ProgramRun(exec, 0));
  }

  private void addFailed(ProcessEvent.ExecFailed failed) {
    var process = process(failed);
    process.endsWithFatalExec = failed.fatal();
    add(process, new ProgramRun(failed.attempt(), failed.errno()));
  }

  /** The program that a process was to become when it was killed; only its name is known. */
  private void addUnfinished(ProcessEvent.Exit exit) {
    var name = exit.name();
    var block = (name + "\0").getBytes(StandardCharsets.UTF_8);
    addExec(
        new ProcessEvent.Exec(
            exit.head(),
            name,
            Optional.empty(),
            new Arguments(block, Arguments.UNKNOWN, Arguments.UNKNOWN),
            Arguments.UNKNOWN,
            Optional.empty(),
            new KernelPath("", false, true),
            exit.callerName().orElseThrow(),
            -1,
            -1,
            -1,
            -1,
            0,
            false));
  }

  private void add(Node process, ProgramRun run) {
    process.runs.add(run);
    runs.add(run);
  }

  private void addExit(ProcessEvent.Exit exit) {
    var process = living.get(exit.head().pid());
    if (process == null || !process.is(exit)) {
      return;
    }
    if (exit.callerName().isPresent() && !process.endsWithFatalExec) {
      addUnfinished(exit);
    }
    process.runs.stream().filter(ProgramRun::isCurrent).forEach(run -> run.ended(exit));
    living.remove(exit.head().pid());
  }

  /** All programs, in the order of their execs. */
  List<ProgramRun> runs() {
    return List.copyOf(runs);
  }

  /** The processes that no other one here made. */
  List<Node> roots() {
    return List.copyOf(roots);
  }

  /** When the last thing happened, of System.nanoTime. */
  long lastNanos() {
    return lastNanos;
  }

  /** Whether a process has been heard of and is known to have ended. */
  boolean hasEnded(int pid) {
    return !living.containsKey(pid) && !runs.isEmpty();
  }
}
