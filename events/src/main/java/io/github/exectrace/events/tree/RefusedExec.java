package io.github.exectrace.events.tree;

import io.github.exectrace.events.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * Execs of a program that the kernel refused to one process. Until the process's other events are
 * known, it is open whether that is a failure: looking for a program in each folder of PATH, a
 * process is refused in all but one.
 *
 * @param <E> the events
 */
public final class RefusedExec<E extends EventView> {
  private static final String NO_FORMAT = "ENOEXEC";
  private static final String NO_ENTRY = "ENOENT";

  private final ProcessNode<E> process;
  private final String program;
  private final String executable;
  private final String command;
  private final List<ExecNode<E>> execs;
  private String error;
  private long nanos;
  private long count = 1;
  private boolean searched;

  RefusedExec(ProcessNode<E> process, ExecNode<E> exec, boolean keep) {
    this.process = process;
    this.executable = exec.executable();
    this.program = exec.program();
    this.command = exec.commandLine();
    this.error = Errno.name(exec.errno());
    this.nanos = exec.nanos();
    this.execs = new ArrayList<>(0);
    if (keep) {
      execs.add(exec);
    }
  }

  /** Takes in another one of the same process and program. */
  void add(RefusedExec<E> other) {
    searched |= !executable.equals(other.executable);
    count += other.count;
    nanos = Math.max(nanos, other.nanos);
    execs.addAll(other.execs);
    if (!other.error.equals(NO_ENTRY)) { // as execvp(3) does: what is there and refused counts more
      error = other.error;
    }
  }

  /** Whether a later exec of the process is what it was looking for, or a shell for its script. */
  boolean isSupersededBy(String succeeded, long atNanos) {
    return atNanos >= nanos && (program.equals(succeeded) || error.equals(NO_FORMAT));
  }

  /** It is a failure: of a search, what was tried last. */
  void settle() {
    for (int i = searched ? execs.size() - 1 : 0; i >= 0 && i < execs.size(); i++) {
      execs.get(i).failed();
    }
  }

  /** How often something failed: a search counts once. */
  public long count() {
    return searched ? 1 : count;
  }

  public ProcessNode<E> process() {
    return process;
  }

  /** The file's name without its folder. */
  public String program() {
    return program;
  }

  /** The name of the error number that counts. */
  public String error() {
    return error;
  }

  /** When it was refused last. */
  public long nanos() {
    return nanos;
  }

  /** The quoted command line. */
  public String command() {
    return command;
  }
}
