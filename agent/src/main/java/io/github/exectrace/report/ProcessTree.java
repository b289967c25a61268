package io.github.exectrace.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The processes that descend from one start. Not safe for use by several threads.
 *
 * <p>Of a start with very many descendants, the short-lived that ended are left out.
 */
public final class ProcessTree {
  private static final int MOST_PROCESSES = 1_000;

  /** Of the clocks of two events, which are read apart from each other. */
  private static final long CLOCK_SLACK_NANOS = 1_000_000;

  private final JvmRun jvm;
  private final int spawnId;
  private final int keyPid;
  private final List<ProcessNode> processes = new ArrayList<>(2);
  private final Refusals refusals = new Refusals();
  private Origin origin = Origin.UNKNOWN;
  private StartKind kind = StartKind.UNKNOWN;
  private long waitNanos = EventFields.UNKNOWN;
  private String failure = "";
  private boolean stackVerified;
  private long leftOut;
  private long touched;

  /**
   * A tree without a process.
   *
   * @param keyPid the only process, if it descends from no start
   */
  ProcessTree(JvmRun jvm, int spawnId, int keyPid) {
    this.jvm = jvm;
    this.spawnId = spawnId;
    this.keyPid = keyPid;
  }

  int keyPid() {
    return keyPid;
  }

  /** Whether a process already is what was refused to it before. */
  boolean has(RefusedExec refused) {
    return processes.stream()
        .anyMatch(
            process ->
                refused.isMadeUpForBy(process.pid(), process.program(), process.execNanos()));
  }

  Refusals refusals() {
    return refusals;
  }

  void touch(long sequence) {
    touched = sequence;
  }

  long touched() {
    return touched;
  }

  void startedBy(Origin who, StartKind how) {
    origin = who;
    kind = how;
  }

  /** What an event of a descendant says; what the start itself said counts more. */
  void descendsFrom(Origin who) {
    if (kind == StartKind.UNKNOWN && origin.equals(Origin.UNKNOWN)) {
      origin = who;
    }
  }

  void waited(long nanos) {
    waitNanos = nanos;
  }

  void failed(String why) {
    failure = why;
  }

  void verified(boolean verified) {
    stackVerified = verified;
  }

  /**
   * The process with a pid that was forked, or else lived, at a time; made if there is none. A
   * start makes one process, so the JVM's own child is the same one whatever its events say of the
   * time, and in whatever order they come.
   *
   * @param forkTime of the kernel's clock; 0 if the recording does not say it
   */
  ProcessNode process(int pid, int depth, long forkTime, long nanos) {
    for (int i = processes.size() - 1; i >= 0; i--) {
      var process = processes.get(i);
      if (process.pid() == pid && isSame(process, depth, forkTime, nanos)) {
        process.forked(forkTime);
        return process;
      }
    }
    if (processes.size() >= 2 * MOST_PROCESSES) {
      leaveOut();
    }
    var process = new ProcessNode(pid, nanos);
    process.forked(forkTime);
    processes.add(process);
    return process;
  }

  private boolean isSame(ProcessNode process, int depth, long forkTime, long nanos) {
    if (forkTime != 0 && process.forkTime() != 0) {
      return forkTime == process.forkTime();
    }
    boolean isOwnChild = spawnId != 0 && depth <= 1 && process.depth() <= 1;
    return isOwnChild || process.livedUntil(nanos - CLOCK_SLACK_NANOS);
  }

  boolean has(int pid) {
    return processes.stream().anyMatch(process -> process.pid() == pid);
  }

  private void leaveOut() {
    var ended = new ArrayList<>(processes);
    ended.removeIf(process -> process.end() == null || process.depth() <= 1);
    ended.sort(Comparator.comparingLong(process -> process.livedNanos(0)));
    var dropped = new HashSet<>(ended.subList(0, Math.min(MOST_PROCESSES, ended.size())));
    processes.removeIf(dropped::contains);
    leftOut += dropped.size();
    // As many that never ended: the oldest are given up, so that memory stays bounded.
    while (processes.size() >= 2 * MOST_PROCESSES) {
      processes.remove(1);
      leftOut++;
    }
  }

  boolean isOpen() {
    for (var process : processes) {
      if (process.isOpen()) {
        return true;
      }
    }
    return false;
  }

  long longestNanos() {
    long longest = 0;
    for (var process : processes) {
      longest = Math.max(longest, process.livedNanos(0));
    }
    return longest;
  }

  /** The JVM that started it. */
  public JvmRun jvm() {
    return jvm;
  }

  /** Identifies the start in its JVM; 0 for a process that descends from none. */
  public int spawnId() {
    return spawnId;
  }

  /** Who started it. */
  public Origin origin() {
    return origin;
  }

  /** In which way. */
  public StartKind kind() {
    return kind;
  }

  /** What the starting thread spent in the JDK's fork, in nanoseconds; -1 if it is not known. */
  public long waitNanos() {
    return waitNanos;
  }

  /** Why nothing was started; empty if something was. */
  public String failure() {
    return failure;
  }

  /** Whether the stack of a native start was proved to be that of the very call. */
  public boolean isStackVerified() {
    return stackVerified;
  }

  /** How many of its processes are not among {@link #processes}. */
  public long leftOut() {
    return leftOut;
  }

  /** The processes in the order of their begin; the one that was started itself is first. */
  public List<ProcessNode> processes() {
    return processes.stream()
        .sorted(
            Comparator.comparing((ProcessNode process) -> process.depth() > 1)
                .thenComparingLong(ProcessNode::beginNanos))
        .toList();
  }

  /** When the first began, in nanoseconds since 1970. */
  public long beginNanos() {
    return processes.stream().mapToLong(ProcessNode::beginNanos).min().orElse(0);
  }

  /** How much is kept. */
  int size() {
    return processes.size() + (refusals.isEmpty() ? 0 : 1);
  }

  boolean isEmpty() {
    return processes.isEmpty();
  }

  boolean contains(String text) {
    return processes.stream()
        .anyMatch(
            process ->
                process.command().contains(text) || Integer.toString(process.pid()).equals(text));
  }
}
