package io.github.exectrace.jmc.model;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.Programs;
import io.github.exectrace.events.tree.ExecNode;
import java.util.Optional;
import org.openjdk.jmc.common.item.IItem;

/**
 * A program that the kernel executed in a process, or refused to. Immutable; safe for any thread.
 */
public final class Exec {
  final IItem item;
  final long time;
  final String executable;
  final String commandLine;
  final int errno;
  final boolean succeeded;
  final boolean launcher;
  final boolean truncated;
  final boolean seenByKernel;
  TracedProcess process; // set once, before the model is handed out
  boolean pathSearch;

  Exec(ExecNode<ItemView> exec) {
    this(
        exec.event().item(),
        exec.nanos(),
        exec.executable(),
        exec.commandLine().isEmpty() ? exec.executable() : exec.commandLine(),
        exec.errno(),
        exec.succeeded(),
        exec.isLauncher(),
        exec.event().flag(FieldNames.TRUNCATED, false),
        true);
    pathSearch = exec.isSearch();
  }

  private Exec(
      IItem item,
      long time,
      String executable,
      String commandLine,
      int errno,
      boolean succeeded,
      boolean launcher,
      boolean truncated,
      boolean seenByKernel) {
    this.seenByKernel = seenByKernel;
    this.item = item;
    this.time = time;
    this.executable = executable;
    this.commandLine = commandLine;
    this.errno = errno;
    this.succeeded = succeeded;
    this.launcher = launcher;
    this.truncated = truncated;
  }

  /** What is known of an exec from the start alone. */
  static Exec of(Spawn spawn) {
    int errno = Math.max(0, spawn.errno);
    return new Exec(
        spawn.item,
        spawn.time,
        spawn.executable,
        spawn.commandLine,
        errno,
        spawn.succeeded,
        false,
        false,
        false);
  }

  /** Whether the kernel reported it; else only the start is known. */
  public boolean isSeenByKernel() {
    return seenByKernel;
  }

  /** The event; that of the start where the kernel was not traced. */
  public Optional<IItem> item() {
    return Optional.ofNullable(item);
  }

  /** When, in nanoseconds since the epoch. */
  public long time() {
    return time;
  }

  public TracedProcess process() {
    return process;
  }

  /** The file that was executed. */
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

  /** What the kernel answered; 0 after a success. */
  public int errno() {
    return errno;
  }

  /** Whether this is the JDK's own helper, which then becomes the program. */
  public boolean isLauncher() {
    return launcher;
  }

  /** Whether it is one of several tries to find a program, such as one for each folder of PATH. */
  public boolean isPathSearch() {
    return pathSearch;
  }

  /** Whether the command line lacks some of the arguments. */
  public boolean isTruncated() {
    return truncated;
  }

  @Override
  public String toString() {
    return "exec of " + commandLine + (succeeded ? "" : " refused: " + Errno.name(errno));
  }
}
