package io.github.exectrace.jmc.model;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.Signal;
import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.List;

/** A process that could not be started, or did not end well. Immutable; safe for any thread. */
public final class Failure {
  /** What failed. */
  public enum Kind {
    /** A start by this JVM. */
    START,
    /** An exec further down. */
    EXEC,
    /** The process ended with another code than 0. */
    EXIT_CODE,
    /** A signal ended the process. */
    SIGNAL
  }

  private final Kind kind;
  private final TracedProcess process;
  private final Exec exec;
  private final long time;
  private final int code;

  private Failure(Kind kind, TracedProcess process, Exec exec, long time, int code) {
    this.kind = kind;
    this.process = process;
    this.exec = exec;
    this.time = time;
    this.code = code;
  }

  static List<Failure> of(List<TracedProcess> processes) {
    var failures = new ArrayList<Failure>();
    for (var process : processes) {
      var last = process.execs.isEmpty() ? null : process.execs.get(process.execs.size() - 1);
      boolean refused = last != null && !last.succeeded && !last.pathSearch;
      switch (process.ending) {
        case NOT_STARTED:
          int errno = process.origin.errno();
          failures.add(new Failure(Kind.START, process, last, process.start, errno));
          break;
        case KILLED:
          failures.add(new Failure(Kind.SIGNAL, process, last, process.end, process.signal));
          break;
        case EXITED:
          if (refused) {
            // The exit code of a process that could not exec says that and nothing more.
            failures.add(new Failure(Kind.EXEC, process, last, last.time, last.errno));
          } else if (process.exitCode != 0) {
            failures.add(new Failure(Kind.EXIT_CODE, process, last, process.end, process.exitCode));
          }
          break;
        default:
          if (refused) {
            failures.add(new Failure(Kind.EXEC, process, last, last.time, last.errno));
          }
      }
    }
    failures.sort((a, b) -> Long.compare(a.time, b.time));
    return List.copyOf(failures);
  }

  public Kind kind() {
    return kind;
  }

  public TracedProcess process() {
    return process;
  }

  /** When, in nanoseconds since the epoch. */
  public long time() {
    return time;
  }

  /** The error number, exit code or number of the signal; -1 if it is not known. */
  public int code() {
    return code;
  }

  /** What was to be executed, or had been. */
  public String commandLine() {
    return exec == null ? process.commandLine() : exec.commandLine();
  }

  /** The program's name without its folder. */
  public String program() {
    return exec == null ? process.program() : exec.program();
  }

  /** For example {@code ENOENT}, {@code exit code 3}, {@code SIGKILL} or what the JDK said. */
  public String reason() {
    switch (kind) {
      case SIGNAL:
        return Signal.name(code);
      case EXIT_CODE:
        return Messages.format("model.failure.exitCode", code);
      case START:
        return process.origin.failure();
      default:
        return Errno.name(code);
    }
  }

  @Override
  public String toString() {
    return reason() + ": " + commandLine();
  }
}
