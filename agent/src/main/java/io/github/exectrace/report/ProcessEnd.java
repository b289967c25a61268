package io.github.exectrace.report;

import io.github.exectrace.events.Signal;

/**
 * How a process ended, and what it had used.
 *
 * @param exitCode -1 if a signal killed it
 * @param signal 0 if none did
 * @param lifetimeNanos from fork to exit; -1 if it is not known
 * @param userNanos processor time of its own; -1 if it is not known
 * @param systemNanos the kernel's for it; -1 if it is not known
 * @param peakBytes its most memory; -1 if it is not known
 */
public record ProcessEnd(
    int exitCode,
    int signal,
    boolean coreDumped,
    long lifetimeNanos,
    long userNanos,
    long systemNanos,
    long peakBytes) {

  static ProcessEnd of(EventFields exit) {
    return new ProcessEnd(
        exit.integer("exitCode", -1),
        exit.integer("signal", 0),
        exit.flag("coreDumped", false),
        exit.span("lifetime"),
        exit.span("userTime"),
        exit.span("systemTime"),
        exit.number("maxResidentSetSize", EventFields.UNKNOWN));
  }

  /** Whether it ended by itself with exit code 0. */
  public boolean isGood() {
    return exitCode == 0 && signal == 0;
  }

  /** Its processor time, user and system, in nanoseconds. */
  public long cpuNanos() {
    return Math.max(0, userNanos) + Math.max(0, systemNanos);
  }

  /** For example {@code exit 3} or {@code SIGTERM}. */
  public String words() {
    return signal == 0
        ? "exit " + exitCode
        : Signal.name(signal) + (coreDumped ? " (core dumped)" : "");
  }
}
