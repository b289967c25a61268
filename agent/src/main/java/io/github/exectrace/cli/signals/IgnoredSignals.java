package io.github.exectrace.cli.signals;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.SignalAction;

/**
 * Has SIGINT and SIGTERM end this command where whoever started it had them ignored.
 *
 * <p>A script's shell has SIGINT ignored by all that it starts in the background. The JVM leaves a
 * signal alone that it finds ignored, and does not let its own API change that, so {@code kill
 * -INT} would do nothing. A tracer runs until a signal ends it, and others of its kind end then.
 * SIGHUP stays ignored: that is what nohup is for.
 */
public final class IgnoredSignals {
  private static final int SIGHUP = 1; // asm-generic/signal.h
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final int SIGTERM = 15;
  private static final int[] TO_BE_ANSWERED = {SIGINT, SIGTERM};
  // The JVM has one handler for all of these; those ignored at its start lack it, but for SIGQUIT.
  private static final int[] HANDLED = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

  private IgnoredSignals() {}

  /**
   * From now on the JVM answers these signals as it does others: with its end, the shutdown hooks
   * first. Programs that it starts do not ignore them any more either.
   */
  public static void takeOver() throws BpfException {
    var answer = answer();
    for (int signal : TO_BE_ANSWERED) {
      if (SignalAction.of(signal).isIgnored()) {
        answer.applyTo(signal);
      }
    }
  }

  /** The JVM's handler. Where it has none, because of -Xrs, signals end it without more ado. */
  private static SignalAction answer() throws BpfException {
    for (int signal : HANDLED) {
      var action = SignalAction.of(signal);
      if (!action.isIgnored()) {
        return action;
      }
    }
    return SignalAction.systemDefault();
  }
}
