package io.github.exectrace.jmc.model;

import io.github.exectrace.events.Programs;
import java.util.Optional;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;

/**
 * One start of a process by this JVM, or the attempt. Immutable; safe for any thread.
 *
 * <p>Times are nanoseconds since the epoch.
 */
public final class Spawn {
  /** What is known of a start, and how. */
  public enum Kind {
    /** By ProcessBuilder or Runtime.exec: thread and stack are exact. */
    JAVA,
    /** Bypassing ProcessBuilder, from native code: the stack was sampled. */
    NATIVE,
    /** Known from jdk.ProcessStart alone. */
    JDK,
    /** The start itself is not in the recording; what descends from it names thread and line. */
    INFERRED
  }

  /** What {@link #callerWaitNanos} says of a start whose caller was not observed. */
  public static final long UNKNOWN = -1;

  final Kind kind;
  final int id;
  final IItem item;
  final IItem shownItem; // what stands for the event in JMC's views; null if there is none
  final IMCThread thread;
  final String threadName;
  final long threadId;
  final CallSite site;
  final long time;
  final long callerWaitNanos;
  final int pid;
  final String executable;
  final String commandLine;
  final boolean succeeded;
  final int errno;
  final String error;
  final String failure;
  final String sampledStack;
  final boolean stackVerified;
  TracedProcess process; // set once, before the model is handed out

  Spawn(SpawnReader.Values values) {
    kind = values.kind;
    id = values.id;
    item = values.item;
    shownItem = values.shownItem;
    thread = values.thread;
    threadName = values.threadName;
    threadId = values.threadId;
    site = values.site;
    time = values.time;
    callerWaitNanos = values.callerWaitNanos;
    pid = values.pid;
    executable = values.executable;
    commandLine = values.commandLine;
    succeeded = values.succeeded;
    errno = values.errno;
    error = values.error;
    failure = values.failure;
    sampledStack = values.sampledStack;
    stackVerified = values.stackVerified;
  }

  public Kind kind() {
    return kind;
  }

  /** What all descendants carry, too; 0 of a {@link Kind#JDK} start. */
  public int id() {
    return id;
  }

  /** The event; empty of an {@link Kind#INFERRED} start. */
  public Optional<IItem> item() {
    return Optional.ofNullable(item);
  }

  /** The Java thread; empty if it is not known, or had ended before the recording's chunk began. */
  public Optional<IMCThread> thread() {
    return Optional.ofNullable(thread);
  }

  /** The Java thread's name, or a text that says that it is not known. */
  public String threadName() {
    return threadName;
  }

  /** The Java thread's id; -1 if it is not known. */
  public long threadId() {
    return threadId;
  }

  /** The line of the application that asked for it. */
  public CallSite site() {
    return site;
  }

  /** When it began. */
  public long time() {
    return time;
  }

  /** How long the caller waited for the start; {@link #UNKNOWN} if it was not observed. */
  public long callerWaitNanos() {
    return callerWaitNanos;
  }

  /** The child; -1 if there is none. */
  public int pid() {
    return pid;
  }

  /** The program as it was asked for, or what the kernel executed if that is not known. */
  public String executable() {
    return executable;
  }

  /** The program's name without its folder. */
  public String program() {
    return Programs.name(executable);
  }

  public String commandLine() {
    return commandLine;
  }

  public boolean succeeded() {
    return succeeded;
  }

  /** What the system answered; 0 after a success, -1 if it is not known. */
  public int errno() {
    return errno;
  }

  /** Why: the name of the error, or words where it has no number; empty after a success. */
  public String failure() {
    return failure;
  }

  /** The message of the exception; empty after a success. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** Of a {@link Kind#NATIVE} start: the sampled stack, one frame a line. */
  public Optional<String> sampledStack() {
    return Optional.ofNullable(sampledStack);
  }

  /** Whether the sampled stack was proved to be that of this very start. */
  public boolean stackVerified() {
    return stackVerified;
  }

  /** The process that it became; after a failure one that never ran the program. */
  public TracedProcess process() {
    return process;
  }

  @Override
  public String toString() {
    return kind + " spawn " + id + ": " + commandLine + " at " + site;
  }
}
