package io.github.exectrace.jmc.model;

import io.github.exectrace.events.Programs;
import io.github.exectrace.events.tree.ProcessEnd;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmc.common.item.IItem;

/**
 * A process that this JVM or one of its descendants started, from its fork to its end, with all the
 * programs that it ran. Immutable; safe for any thread.
 *
 * <p>Times are nanoseconds since the epoch, durations are nanoseconds.
 */
public final class TracedProcess {
  /** What became of a process. */
  public enum End {
    /** It could not be started. */
    NOT_STARTED,
    /** It ended by itself. */
    EXITED,
    /** A signal ended it. */
    KILLED,
    /** It was alive when the recording ended. */
    RUNNING,
    /** The recording does not hold the ends of processes. */
    UNKNOWN
  }

  /** What an amount is if it was not recorded. */
  public static final long UNKNOWN = -1;

  final int pid;
  final int spawnId;
  final int depth;
  final long start;
  long end = Long.MAX_VALUE;
  End ending = End.UNKNOWN;
  final boolean adopted;
  final boolean open; // alive for all that is known
  boolean orphaned;
  boolean copy;
  final Spawn origin;
  TracedProcess parent;
  List<TracedProcess> children = List.of();
  List<Exec> execs = List.of();
  IItem exitItem; // null if there is none
  IItem adoptedItem; // null if there is none
  String commandLine = "";
  String executable = "";
  int exitCode = -1;
  int signal;
  long lifetime = UNKNOWN;
  long userTime = UNKNOWN;
  long systemTime = UNKNOWN;
  long maxResidentSetSize = UNKNOWN;

  TracedProcess(ProcessNode<ItemView> node, Spawn spawn) {
    origin = spawn;
    pid = node.pid();
    spawnId = node.tree().spawnId();
    depth = node.depth();
    adopted = node.isAdopted();
    open = node.isOpen();
    commandLine = node.command();
    executable = node.executable();
    for (var exec : node.execs()) {
      add(new Exec(exec));
    }
    if (node.isNotStarted()) {
      ending = End.NOT_STARTED;
      start = spawn.time;
      end = spawn.time + Math.max(0, spawn.callerWaitNanos);
      add(Exec.of(spawn));
      return;
    }
    start = node.beginNanos();
    adoptedItem = node.adoption() == null ? null : node.adoption().item();
    exitItem = node.exit() == null ? null : node.exit().item();
    if (node.end() != null) {
      ended(node.end(), node.endNanos());
    } else if (execs.isEmpty() && !adopted && spawn != null && node.tree().child() == node) {
      add(Exec.of(spawn)); // all that is known of it
    }
  }

  private void add(Exec exec) {
    execs = execs.isEmpty() ? new ArrayList<>(2) : execs;
    execs.add(exec);
    exec.process = this;
  }

  private void ended(ProcessEnd how, long nanos) {
    end = nanos;
    signal = how.signal();
    exitCode = how.exitCode();
    ending = signal == 0 ? End.EXITED : End.KILLED;
    lifetime = how.lifetimeNanos() < 0 ? end - start : how.lifetimeNanos();
    userTime = how.userNanos();
    systemTime = how.systemNanos();
    maxResidentSetSize = how.peakBytes();
  }

  /** Gives it the process that made it. */
  void hangBelow(TracedProcess other) {
    parent = other;
    other.children = other.children.isEmpty() ? new ArrayList<>(2) : other.children;
    other.children.add(this);
    boolean hasEnded = other.ending == End.EXITED || other.ending == End.KILLED;
    orphaned = hasEnded && other.end < end;
  }

  /** Of one that ran no program of its own, says what it was; its parent has to know it. */
  void describe() {
    if (commandLine.isEmpty() && parent != null && !adopted) {
      copy = true;
      commandLine = parent.commandLine;
      executable = parent.executable;
    }
    if (commandLine.isEmpty()) {
      commandLine = Messages.get("model.process.unknown");
      executable = commandLine;
    }
  }

  /** As the JVM sees it; -1 of a process that could not be started, 0 if the JVM cannot see it. */
  public int pid() {
    return pid;
  }

  /** The start that it descends from; 0 if there is none. */
  public int spawnId() {
    return spawnId;
  }

  /** The start that it descends from; empty if it does not descend from one. */
  public Optional<Spawn> origin() {
    return Optional.ofNullable(origin);
  }

  /** Generations below the JVM: its own child is 1; 0 if it does not descend from it. */
  public int depth() {
    return depth;
  }

  /** The process that started it, as far as it is in the recording. */
  public Optional<TracedProcess> parent() {
    return Optional.ofNullable(parent);
  }

  /** What it started, in the order of time. */
  public List<TracedProcess> children() {
    return children;
  }

  /** Whether it was there before tracing began. */
  public boolean isAdopted() {
    return adopted;
  }

  /** Whether the process that started it ended before it did. */
  public boolean isOrphaned() {
    return orphaned;
  }

  /** Whether it ran no program of its own and only was a copy of the process that started it. */
  public boolean isCopy() {
    return copy;
  }

  /** The programs that it ran or tried to run, in the order of time, the JDK's helper included. */
  public List<Exec> execs() {
    return execs;
  }

  /** The command line of the program that it last became; of a copy, its parent's. */
  public String commandLine() {
    return commandLine;
  }

  /** The file of the program that it last became. */
  public String executable() {
    return executable;
  }

  /** The program's name without its folder. */
  public String program() {
    return Programs.name(executable);
  }

  /** When it was started. */
  public long start() {
    return start;
  }

  /** When it ended; where that is not known, when the recording did. */
  public long end() {
    return end;
  }

  public End ending() {
    return ending;
  }

  /** -1 if a signal ended it or it has not ended. */
  public int exitCode() {
    return exitCode;
  }

  /** The number of the signal that ended it; 0 if none did. */
  public int signal() {
    return signal;
  }

  /** From fork to exit; {@link #UNKNOWN} if the end was not recorded. */
  public long lifetime() {
    return lifetime;
  }

  /** Its time on a CPU in user mode; {@link #UNKNOWN} if the end was not recorded. */
  public long userTime() {
    return userTime;
  }

  /** Its time on a CPU in the kernel; {@link #UNKNOWN} if the end was not recorded. */
  public long systemTime() {
    return systemTime;
  }

  /** User and system time; {@link #UNKNOWN} if the end was not recorded. */
  public long cpuTime() {
    return userTime < 0 || systemTime < 0 ? UNKNOWN : userTime + systemTime;
  }

  /** Peak memory in bytes; {@link #UNKNOWN} if it was not recorded. */
  public long maxResidentSetSize() {
    return maxResidentSetSize;
  }

  /** Whether it could not be started, ended with another code than 0 or by a signal. */
  public boolean isFailed() {
    return ending == End.NOT_STARTED
        || ending == End.KILLED
        || (ending == End.EXITED && exitCode != 0);
  }

  /** Whether it lived at some time between two. */
  public boolean overlaps(long from, long to) {
    return start <= to && end >= from;
  }

  /** Its own events: spawn or adoption, execs, the JDK's helper included, exit. */
  public List<IItem> items() {
    var items = new ArrayList<IItem>(execs.size() + 2);
    if (depth <= 1 && origin != null && origin.process == this && origin.item != null) {
      items.add(origin.item);
    }
    addItems(true, items);
    return items;
  }

  /** Its events but that of its start, and without the JDK's helper unless nothing else ran. */
  List<IItem> itemsOfProgram() {
    var items = new ArrayList<IItem>(execs.size() + 1);
    addItems(execs.stream().allMatch(Exec::isLauncher), items);
    return items;
  }

  private void addItems(boolean launchers, List<IItem> items) {
    if (adoptedItem != null) {
      items.add(adoptedItem);
    }
    for (var exec : execs) {
      // What the kernel did not report has the event of its start.
      if (exec.seenByKernel
          && exec.item != null
          && (launchers || !exec.launcher)
          && !items.contains(exec.item)) {
        items.add(exec.item);
      }
    }
    if (exitItem != null) {
      items.add(exitItem);
    }
  }

  /** The event of its end. */
  public Optional<IItem> exitItem() {
    return Optional.ofNullable(exitItem);
  }

  @Override
  public String toString() {
    return "process " + pid + ": " + commandLine + ", " + ending;
  }
}
