package io.github.exectrace.cli.trace;

import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Scope;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * The one process whose tree is traced, if there is one, and what lives of that tree. Not safe for
 * use by several threads.
 */
final class ProcessTreeOption {
  @Option(
      names = "--pid",
      paramLabel = "PID",
      description =
          "Only this process and its descendants, those that live already too; ends when all of"
              + " them have ended.")
  private Integer pid;

  private final Set<Integer> living = new HashSet<>();
  private Optional<ProcessHandle> root = Optional.empty();

  /** Called by picocli. */
  ProcessTreeOption() {}

  boolean isGiven() {
    return pid != null;
  }

  /**
   * The scope of it.
   *
   * @throws IOException with a sentence if there is no such process, or its tree cannot be traced
   */
  Scope scope() throws IOException {
    root = ProcessHandle.of(pid);
    if (root.isEmpty()) {
      throw new IOException(
          "there is no process " + pid + " here; pgrep and ps show the pids of this pid namespace");
    }
    if (!PidNamespace.current().isInitial()) {
      throw new IOException(
          "the tree of a process can be traced in the machine's own pid namespace only; run this"
              + " there, as docker run --pid=host does, or trace a whole namespace with --pid-ns");
    }
    living.add(pid);
    return new Scope.ProcessTree(pid);
  }

  /** Learns of a beginning or an end. */
  void add(ProcessEvent event) {
    if (event instanceof ProcessEvent.Exit) {
      living.remove(event.head().pid());
    } else if (isGiven()) {
      living.add(event.head().pid());
    }
  }

  /** Whether nothing is left that could start anything; asks the system, as an end may be lost. */
  boolean hasEnded() {
    if (!isGiven()) {
      return false;
    }
    if (root.filter(ProcessHandle::isAlive).isEmpty()) {
      living.remove(pid);
    } else if (living.contains(pid)) {
      return false;
    }
    living.removeIf(each -> ProcessHandle.of(each).isEmpty());
    return living.isEmpty();
  }
}
