package io.github.exectrace.events.tree;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.Signal;

/** How a process ended, and what it had used. Immutable. */
public final class ProcessEnd {
  private final int exitCode;
  private final int signal;
  private final boolean coreDumped;
  private final long lifetimeNanos;
  private final long userNanos;
  private final long systemNanos;
  private final long peakBytes;

  private ProcessEnd(EventView exit) {
    exitCode = exit.integer(FieldNames.EXIT_CODE, -1);
    signal = exit.integer(FieldNames.SIGNAL, 0);
    coreDumped = exit.flag(FieldNames.CORE_DUMPED, false);
    lifetimeNanos = exit.span(FieldNames.LIFETIME);
    userNanos = exit.span(FieldNames.USER_TIME);
    systemNanos = exit.span(FieldNames.SYSTEM_TIME);
    peakBytes = exit.number(FieldNames.MAX_RESIDENT_SET_SIZE, EventView.UNKNOWN);
  }

  public static ProcessEnd of(EventView exit) {
    return new ProcessEnd(exit);
  }

  /** -1 if a signal killed it. */
  public int exitCode() {
    return exitCode;
  }

  /** 0 if none killed it. */
  public int signal() {
    return signal;
  }

  /** From fork to exit; -1 if it is not known. */
  public long lifetimeNanos() {
    return lifetimeNanos;
  }

  /** Processor time of its own; -1 if it is not known. */
  public long userNanos() {
    return userNanos;
  }

  /** The kernel's processor time for it; -1 if it is not known. */
  public long systemNanos() {
    return systemNanos;
  }

  /** Its processor time, user and system. */
  public long cpuNanos() {
    return Math.max(0, userNanos) + Math.max(0, systemNanos);
  }

  /** Its most memory; -1 if it is not known. */
  public long peakBytes() {
    return peakBytes;
  }

  /** Whether it ended by itself with exit code 0. */
  public boolean isGood() {
    return exitCode == 0 && signal == 0;
  }

  /** For example {@code exit 3} or {@code SIGTERM}. */
  public String words() {
    return signal == 0
        ? "exit " + exitCode
        : Signal.name(signal) + (coreDumped ? " (core dumped)" : "");
  }

  @Override
  public String toString() {
    return words();
  }
}
