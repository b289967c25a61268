package io.github.exectrace.report;

/**
 * A process as far as it was recorded. Its events may come in any order. Not safe for use by
 * several threads.
 */
public final class ProcessNode {
  private static final int LONGEST_COMMAND = 1_000;
  private static final String CUT = "…";

  private final int pid;
  private int parentPid = -1;
  private int depth = -1;
  private String command = "";
  private String program = "";
  private long beginNanos;
  private long execNanos = Long.MIN_VALUE;
  private long endNanos = -1;
  private long forkTime;
  private int execs;
  private boolean adopted;
  private ProcessEnd end;

  ProcessNode(int pid, long beginNanos) {
    this.pid = pid;
    this.beginNanos = beginNanos;
  }

  /** As its start was asked for; what the kernel says of it counts more. */
  void asked(String commandLine, String executable) {
    if (execs == 0) {
      called(commandLine, Words.program(executable));
    }
  }

  void executed(EventFields exec) {
    long nanos = exec.startNanos();
    parentPid = exec.integer("parentPid", parentPid);
    depth = exec.integer("depth", depth);
    execs++;
    if (nanos >= execNanos) {
      execNanos = nanos;
      called(exec.text("commandLine"), Words.program(exec.text("executable")));
    }
    beginNanos = Math.min(beginNanos, nanos);
  }

  void adopted(EventFields process, long startedNanos) {
    adopted = true;
    parentPid = process.integer("parentPid", parentPid);
    depth = process.integer("depth", depth);
    beginNanos = startedNanos;
    if (execs == 0) {
      called(process.text("commandLine"), Words.program(process.text("executable")));
    }
  }

  void exited(EventFields exit) {
    end = ProcessEnd.of(exit);
    depth = exit.integer("depth", depth);
    endNanos = exit.endNanos();
    if (end.lifetimeNanos() >= 0) {
      beginNanos = endNanos - end.lifetimeNanos();
    }
    var last = exit.text("commandLine");
    if (execs == 0 && !last.isEmpty()) {
      called(last, Words.programOf(last));
    }
  }

  private void called(String commandLine, String name) {
    command =
        commandLine.length() <= LONGEST_COMMAND
            ? commandLine
            : commandLine.substring(0, LONGEST_COMMAND) + CUT;
    program = name.isEmpty() ? Words.programOf(command) : name;
  }

  /** As its JVM sees it. */
  public int pid() {
    return pid;
  }

  /** As its JVM sees it; -1 if it is not known. */
  public int parentPid() {
    return parentPid;
  }

  /** Generations below the JVM, whose own child is 1; -1 if it is not known. */
  public int depth() {
    return depth;
  }

  /** Its quoted command line, cut if it is very long; empty if it only was a copy of its parent. */
  public String command() {
    return command;
  }

  /** The program's name without its folder; empty if it only was a copy of its parent. */
  public String program() {
    return program;
  }

  /** When it began, in nanoseconds since 1970: its fork, or if that is not known its exec. */
  public long beginNanos() {
    return beginNanos;
  }

  /** When it ended, in nanoseconds since 1970; -1 if its end was not recorded. */
  public long endNanos() {
    return endNanos;
  }

  /** How it ended; null if that was not recorded. */
  public ProcessEnd end() {
    return end;
  }

  /** Whether it lived before tracing began. */
  public boolean isAdopted() {
    return adopted;
  }

  void forked(long time) {
    forkTime = forkTime == 0 ? time : forkTime;
  }

  /** When it was forked, by the kernel's clock; 0 if no event has said it. */
  long forkTime() {
    return forkTime;
  }

  /** Whether it had not ended before a time. */
  boolean livedUntil(long nanos) {
    return end == null || nanos <= endNanos;
  }

  /** When it executed its last program; before all times if it did not. */
  long execNanos() {
    return execNanos;
  }

  /** How many programs it was one after the other. */
  int execs() {
    return execs;
  }

  /** Whether the kernel told of its life and not of its end. */
  public boolean isOpen() {
    return end == null && (execs > 0 || adopted);
  }

  /** How long it lived in nanoseconds, or has lived up to a time. */
  public long livedNanos(long nowNanos) {
    return Math.max(0, (end == null ? nowNanos : endNanos) - beginNanos);
  }
}
