package io.github.exectrace.report;

/**
 * Execs of a program that the kernel refused to one process. Until the process's other events are
 * known, it is open whether that is a failure: looking for a program in each folder of PATH, a
 * process is refused in all but one. Not safe for use by several threads.
 */
final class RefusedExec {
  private static final String NO_FORMAT = "ENOEXEC";
  private static final String NO_ENTRY = "ENOENT";

  private final int pid;
  private final int depth;
  private final String program;
  private final String executable;
  private final Origin origin;
  private final String command;
  private String error;
  private long nanos;
  private long count = 1;
  private boolean searched;

  RefusedExec(EventFields exec, String error, Origin origin) {
    this.pid = exec.integer("pid", 0);
    this.depth = exec.integer("depth", 0);
    this.executable = exec.text("executable");
    this.program = Words.program(executable);
    this.command = exec.text("commandLine");
    this.error = error;
    this.nanos = exec.startNanos();
    this.origin = origin;
  }

  /** Takes in another one of the same process and program. */
  void add(RefusedExec other) {
    searched |= !executable.equals(other.executable);
    count += other.count;
    nanos = Math.max(nanos, other.nanos);
    if (!other.error.equals(NO_ENTRY)) { // as execvp(3) does: what is there and refused counts more
      error = other.error;
    }
  }

  boolean isLike(RefusedExec other) {
    return pid == other.pid && program.equals(other.program);
  }

  /** Whether a later exec of the process is what it was looking for, or a shell for its script. */
  boolean isMadeUpForBy(int succeededPid, String succeeded, long atNanos) {
    return pid == succeededPid
        && atNanos >= nanos
        && (program.equals(succeeded) || error.equals(NO_FORMAT));
  }

  /** How often something failed: a search counts once. */
  long count() {
    return searched ? 1 : count;
  }

  int depth() {
    return depth;
  }

  String program() {
    return program;
  }

  String error() {
    return error;
  }

  long nanos() {
    return nanos;
  }

  Origin origin() {
    return origin;
  }

  String command() {
    return command;
  }
}
