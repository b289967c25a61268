package io.github.exectrace.cli.run;

import io.github.exectrace.tracer.ProcessEvent;
import java.util.Optional;

/**
 * One program that a process was, from its exec to its end or to the next exec. Not safe for use by
 * several threads.
 */
final class ProgramRun {
  private final ProcessEvent.Exec exec;
  private final int errno;
  private long endNanos = -1;
  private ProcessEvent.Exit exit;

  /**
   * A program.
   *
   * @param errno 0 if the exec succeeded
   */
  ProgramRun(ProcessEvent.Exec exec, int errno) {
    this.exec = exec;
    this.errno = errno;
  }

  ProcessEvent.Exec exec() {
    return exec;
  }

  /** Why it could not be executed; 0 if it was. */
  int errno() {
    return errno;
  }

  long startNanos() {
    return exec.head().timeNanos();
  }

  /** How long the process was this program; until now if it still is. */
  long durationNanos(long nowNanos) {
    return (endNanos < 0 ? nowNanos : endNanos) - startNanos();
  }

  /** The end of the process, if it ended as this program. */
  Optional<ProcessEvent.Exit> exit() {
    return Optional.ofNullable(exit);
  }

  void replaced(long nanos) {
    endNanos = nanos;
  }

  void ended(ProcessEvent.Exit event) {
    endNanos = event.head().timeNanos();
    exit = event;
  }

  /** Whether the process still is this program. */
  boolean isCurrent() {
    return errno == 0 && endNanos < 0;
  }

  /** Whether another program has taken the process over. */
  boolean isReplaced() {
    return endNanos >= 0 && exit == null;
  }
}
