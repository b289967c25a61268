package io.github.exectrace.events.tree;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.Programs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A process as far as it was recorded. Its events may come in any order. Not safe for use by
 * several threads.
 *
 * @param <E> the events
 */
public final class ProcessNode<E extends EventView> {
  /** The event does not have the field at all: of an older version. */
  private static final long NOT_SAID = -1;

  private static final int MOST_REFUSED = 16;

  private final ProcessTree<E> tree;
  private ProcessId id;
  private int pid;
  private int depth;
  private int parentPid = -1;
  private long parentRecordedNanos = Long.MAX_VALUE;
  private long parentForkTime = NOT_SAID;
  private String command = "";
  private String executable = "";
  private long beginNanos;
  private long execNanos = Long.MIN_VALUE;
  private long endNanos = -1;
  private int programs;
  private boolean executed;
  private boolean adopted;
  private ProcessEnd end;
  private E exit;
  private E adoption;
  private List<ExecNode<E>> execs = List.of();
  private List<RefusedExec<E>> refused = List.of();
  private ProcessNode<E> parent;
  private List<ProcessNode<E>> children = List.of();

  ProcessNode(ProcessTree<E> tree, ProcessRef ref) {
    this(tree, ref.id(), ref.pid(), ref.depth(), ref.fromNanos());
  }

  ProcessNode(ProcessTree<E> tree, ProcessId id, int pid, int depth, long beginNanos) {
    this.tree = tree;
    this.id = id;
    this.pid = pid;
    this.depth = depth;
    this.beginNanos = beginNanos;
  }

  void identify(ProcessId process, int seenPid) {
    id = process;
    pid = pid <= 0 ? seenPid : pid;
  }

  /** As its start was asked for; what the kernel says of it counts more. */
  void asked(Start<E> start) {
    beginNanos = end == null ? Math.min(beginNanos, start.nanos()) : beginNanos;
    if (programs == 0 && !start.commandLine().isEmpty()) {
      called(start.commandLine(), start.executable());
    }
  }

  /** What any event of the kernel's says. */
  void recorded(E event, long nanos) {
    int recordedDepth = event.integer(FieldNames.DEPTH, depth);
    depth = recordedDepth == 0 ? depth : recordedDepth;
    if (event.has(FieldNames.PARENT_PID) && nanos < parentRecordedNanos) {
      parentRecordedNanos = nanos;
      parentPid = event.integer(FieldNames.PARENT_PID, -1);
    }
    if (event.has(FieldNames.PARENT_FORK_TIME)) {
      parentForkTime = Math.max(parentForkTime, event.number(FieldNames.PARENT_FORK_TIME, 0));
    }
    beginNanos = end == null ? Math.min(beginNanos, nanos) : beginNanos;
  }

  void executed(ExecNode<E> exec, Keeper<E, ?> keeper) {
    executed = true;
    if (keeper.keepsEvents()) {
      execs = execs.isEmpty() ? new ArrayList<>(2) : execs;
      execs.add(exec);
    }
    if (exec.succeeded()) {
      removeRefused(exec.program(), exec.nanos());
    }
    if (exec.isProgram()) {
      programs++;
      if (exec.nanos() >= execNanos) {
        execNanos = exec.nanos();
        called(keeper.kept(exec.commandLine()), exec.executable());
      }
    }
  }

  private void removeRefused(String program, long nanos) {
    if (!refused.isEmpty()) {
      refused.removeIf(each -> each.isSupersededBy(program, nanos));
    }
  }

  /** Returns what certainly is a failure, if there is more than can be waited for; or null. */
  RefusedExec<E> refused(RefusedExec<E> exec) {
    if (programs > 0 && exec.isSupersededBy(program(), execNanos)) {
      return null;
    }
    for (var other : refused) {
      if (other.program().equals(exec.program())) {
        other.add(exec);
        return null;
      }
    }
    refused = refused.isEmpty() ? new ArrayList<>(1) : refused;
    refused.add(exec);
    return refused.size() > MOST_REFUSED ? refused.remove(0) : null;
  }

  /** Nothing more comes: what no later exec replaced. */
  List<RefusedExec<E>> settle() {
    var failed = isNotStarted() ? List.<RefusedExec<E>>of() : refused;
    refused = List.of();
    failed.forEach(RefusedExec::settle);
    return failed;
  }

  void adopted(E process, long startedNanos, Keeper<E, ?> keeper) {
    adopted = true;
    adoption = keeper.keepsEvents() ? process : null;
    beginNanos = end == null ? startedNanos : beginNanos;
    if (programs == 0) {
      var line = keeper.kept(process.text(FieldNames.COMMAND_LINE));
      var file = process.text(FieldNames.EXECUTABLE);
      if (!line.isEmpty() || !file.isEmpty()) {
        called(line, file);
      }
    }
  }

  void exited(E event, Keeper<E, ?> keeper) {
    end = ProcessEnd.of(event);
    exit = keeper.keepsEvents() ? event : null;
    endNanos = event.endNanos();
    beginNanos = end.lifetimeNanos() >= 0 ? endNanos - end.lifetimeNanos() : event.startNanos();
    var last = keeper.kept(event.text(FieldNames.COMMAND_LINE));
    if (programs == 0 && !last.isEmpty()) {
      called(last, "");
    }
  }

  private void called(String line, String file) {
    command = line.isEmpty() ? file : line;
    executable = file.isEmpty() ? Programs.firstWord(command) : file;
  }

  void link(ProcessNode<E> to) {
    parent = to;
    to.children = to.children.isEmpty() ? new ArrayList<>(2) : to.children;
    to.children.add(this);
  }

  /** Sorted by time and without links, to be made anew. */
  void unlink() {
    parent = null;
    children = List.of();
    if (execs.size() > 1) {
      execs.sort(Comparator.comparingLong(ExecNode::nanos));
    }
  }

  /** Of a process whose fork is not known: it was there when it made another. */
  void beganBefore(long nanos) {
    if (end == null) {
      beginNanos = Math.min(beginNanos, nanos);
    }
  }

  public ProcessTree<E> tree() {
    return tree;
  }

  /** Which process it is; not known of recordings of older versions. */
  public ProcessId id() {
    return id;
  }

  /** As its JVM sees it; 0 if it cannot, -1 if it could not be started. */
  public int pid() {
    return isNotStarted() ? -1 : pid;
  }

  /** The pid that events give, also of the child of a start that failed. */
  int recordedPid() {
    return pid;
  }

  /** The parent that the events name, as its JVM sees it; -1 if they name none. */
  public int parentPid() {
    return parentPid;
  }

  /** When the process that made it was forked; 0 if it is not known, -1 if no event can say it. */
  long parentForkTime() {
    return parentForkTime;
  }

  /** The process that made it; null if there is none here. Known when all events were added. */
  public ProcessNode<E> parent() {
    return parent;
  }

  /** What it made, in the order of time. Known when all events were added. */
  public List<ProcessNode<E>> children() {
    return Collections.unmodifiableList(children);
  }

  /** Generations below the JVM, whose own child is 1; 0 if it does not descend from it. */
  public int depth() {
    return depth;
  }

  /** Its quoted command line; empty if it only was a copy of its parent. */
  public String command() {
    return command;
  }

  /** The file of the program that it last became; empty if it only was a copy of its parent. */
  public String executable() {
    return executable;
  }

  /** The program's name without its folder; empty if it only was a copy of its parent. */
  public String program() {
    return Programs.name(executable);
  }

  /** When it began: its fork, or if that is not known its first event. */
  public long beginNanos() {
    return beginNanos;
  }

  /** When it ended; -1 if its end was not recorded. */
  public long endNanos() {
    return isNotStarted() ? -1 : endNanos;
  }

  /** How it ended; null if that was not recorded, or if it could not be started. */
  public ProcessEnd end() {
    return isNotStarted() ? null : end;
  }

  /** When an end was recorded, also of the child of a start that failed; -1 if there was none. */
  long recordedEndNanos() {
    return end == null ? -1 : endNanos;
  }

  /** The event of its end; null if there is none, or the keeper does not hold events. */
  public E exit() {
    return exit;
  }

  /** The event of its adoption; null if there is none, or the keeper does not hold events. */
  public E adoption() {
    return adoption;
  }

  /** The programs that it ran or tried to run, the JDK's helper too, if the keeper holds events. */
  public List<ExecNode<E>> execs() {
    return Collections.unmodifiableList(execs);
  }

  /** How many programs it was one after the other, the JDK's helper not counted. */
  public int programs() {
    return programs;
  }

  /** Whether it lived before tracing began. */
  public boolean isAdopted() {
    return adopted;
  }

  /** Whether it is the child of a start that failed: what the user asked for never ran in it. */
  public boolean isNotStarted() {
    return tree.hasFailed() && tree.child() == this;
  }

  /** Whether the kernel reported its life and not its end. */
  public boolean isOpen() {
    return end == null && (executed || adopted) && !isNotStarted();
  }

  /** How long it lived, or has lived up to a time. */
  public long livedNanos(long nowNanos) {
    return Math.max(0, (end == null ? nowNanos : endNanos) - beginNanos);
  }

  @Override
  public String toString() {
    return "process " + pid + " (" + id + "): " + command;
  }
}
