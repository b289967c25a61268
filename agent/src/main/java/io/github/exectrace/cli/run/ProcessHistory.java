package io.github.exectrace.cli.run;

import io.github.exectrace.cli.options.RedactOption;
import io.github.exectrace.events.tree.Assembler;
import io.github.exectrace.events.tree.Keeper;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.events.tree.ProcessTree;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.KernelPath;
import io.github.exectrace.tracer.ProcessEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of the processes of one command. Not safe for use by several threads. */
final class ProcessHistory {
  private final String launcher;
  private final Redaction redaction;
  private final Assembler<KernelEventView, ProcessTree<KernelEventView>> assembler =
      new Assembler<>(new All());
  private final Set<Integer> ended = new HashSet<>();
  private long lastNanos = System.nanoTime();

  /** Nothing is dropped: a command is not traced for as long as a server. */
  private static final class All implements Keeper<KernelEventView, ProcessTree<KernelEventView>> {
    @Override
    public ProcessTree<KernelEventView> newTree(int spawnId) {
      return new ProcessTree<>(spawnId);
    }

    @Override
    public boolean keepsEvents() {
      return true;
    }
  }

  /**
   * A process.
   *
   * @param runs the programs that it was, one after the other
   * @param children the processes that it made
   */
  record Node(List<ProgramRun> runs, List<Node> children) {}

  /**
   * All that happened.
   *
   * @param runs all programs, in the order of their execs
   * @param roots the processes that no other one here made
   * @param endNanos when the last thing happened, of System.nanoTime
   */
  record Outcome(List<ProgramRun> runs, List<Node> roots, long endNanos) {}

  /**
   * Nothing yet.
   *
   * @param launcher a program that is left out: the JVM's own helper
   * @param redaction what is masked of all others
   */
  ProcessHistory(String launcher, Redaction redaction) {
    this.launcher = launcher;
    this.redaction = redaction;
  }

  void add(ProcessEvent raw) {
    var event = RedactOption.apply(redaction, raw);
    lastNanos = event.head().timeNanos();
    var process = assembler.add(view(event));
    if (event instanceof ProcessEvent.Exit exit) {
      ended.add(exit.head().pid());
      if (exit.callerName().isPresent() && !endsWithFatalExec(process)) {
        assembler.add(view(unfinished(exit)));
      }
    }
  }

  private KernelEventView view(ProcessEvent event) {
    return new KernelEventView(event, launcher);
  }

  private static boolean endsWithFatalExec(ProcessNode<KernelEventView> process) {
    return !process.execs().isEmpty()
        && process.execs().getLast().event().event() instanceof ProcessEvent.ExecFailed failed
        && failed.fatal();
  }

  /** The program that a process was to become when it was killed; only its name is known. */
  private static ProcessEvent.Exec unfinished(ProcessEvent.Exit exit) {
    var name = exit.name();
    var block = (name + "\0").getBytes(StandardCharsets.UTF_8);
    return new ProcessEvent.Exec(
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
        false);
  }

  /** What happened so far, each process below the one that made it. */
  Outcome outcome() {
    assembler.settle();
    var processes = assembler.processes();
    processes.sort(Comparator.comparingLong(ProcessNode::beginNanos));
    Map<ProcessNode<KernelEventView>, Node> nodes = new HashMap<>();
    var runs = new ArrayList<ProgramRun>();
    var roots = new ArrayList<Node>();
    for (var process : processes) {
      var node = new Node(ProgramRun.of(process), new ArrayList<>());
      nodes.put(process, node);
      runs.addAll(node.runs());
    }
    for (var process : processes) {
      var above = process.parent() == null ? roots : nodes.get(process.parent()).children();
      above.add(nodes.get(process));
    }
    runs.sort(Comparator.comparingLong(ProgramRun::startNanos));
    return new Outcome(List.copyOf(runs), List.copyOf(roots), lastNanos);
  }

  /** Whether a process is known to have ended. */
  boolean hasEnded(int pid) {
    return ended.contains(pid);
  }
}
