package io.github.exectrace.events.tree;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.Programs;

/**
 * A program that the kernel executed in a process, or refused to.
 *
 * @param <E> the event
 */
public final class ExecNode<E extends EventView> {
  private final E event;
  private final long nanos;
  private final String executable;
  private final String commandLine;
  private final int errno;
  private final boolean succeeded;
  private final boolean launcher;
  private boolean search;

  ExecNode(E event) {
    this.event = event;
    nanos = event.startNanos();
    executable = event.text(FieldNames.EXECUTABLE);
    commandLine = event.text(FieldNames.COMMAND_LINE);
    errno = event.integer(FieldNames.ERRNO, 0);
    succeeded = event.flag(FieldNames.SUCCEEDED, true);
    launcher = event.flag(FieldNames.LAUNCHER, false);
    search = !succeeded;
  }

  public E event() {
    return event;
  }

  /** When. */
  public long nanos() {
    return nanos;
  }

  /** The file; empty if it is not known. */
  public String executable() {
    return executable;
  }

  /** The file's name without its folder; empty if it is not known. */
  public String program() {
    return Programs.name(executable);
  }

  /** The quoted command line; empty if it was not recorded. */
  public String commandLine() {
    return commandLine;
  }

  /** What the kernel answered; 0 after a success. */
  public int errno() {
    return errno;
  }

  public boolean succeeded() {
    return succeeded;
  }

  /** Whether this is the JDK's own helper, which then becomes the program. */
  public boolean isLauncher() {
    return launcher;
  }

  /** Whether the process has become a program of the user's. */
  boolean isProgram() {
    return succeeded && !launcher;
  }

  /** Whether it was refused, and that is no failure: one try of several, or another says it. */
  public boolean isSearch() {
    return search;
  }

  void failed() {
    search = false;
  }
}
