package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * What this process does when a signal comes (sigaction(2)). Immutable; safe for use by several
 * threads.
 */
public final class SignalAction {
  private static final NativeFunction SIGACTION =
      NativeFunction.findIfPresent(Linker.nativeLinker().defaultLookup(), "sigaction");
  private static final int LONGS = 32; // of struct sigaction, which has 19 with glibc and musl
  private static final int HANDLER = 0; // its first member
  private static final long SIG_IGN = 1; // asm-generic/signal-defs.h

  private final long[] structure;

  private SignalAction(long[] structure) {
    this.structure = structure;
  }

  /** What the system does where a process has not said otherwise. */
  public static SignalAction systemDefault() {
    return new SignalAction(new long[LONGS]);
  }

  /**
   * What is done now.
   *
   * @param signal its number, such as 2 for SIGINT
   */
  public static SignalAction of(int signal) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var found = arena.allocate((long) LONGS * Long.BYTES, Long.BYTES);
      check(signal, SIGACTION.call(signal, 0, found.address()));
      return new SignalAction(found.toArray(ValueLayout.JAVA_LONG));
    }
  }

  /** Whether the signal is thrown away. */
  public boolean isIgnored() {
    return structure[HANDLER] == SIG_IGN;
  }

  /** Has the process do the same when another signal comes, from now on. */
  public void applyTo(int signal) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var wanted = ForeignApi.allocate(arena, structure);
      check(signal, SIGACTION.call(signal, wanted.address(), 0));
    }
  }

  private static void check(int signal, NativeFunction.Outcome outcome) throws BpfException {
    if (outcome.asInt() != 0) {
      throw new BpfException("sigaction for signal " + signal, outcome.errno(), "");
    }
  }
}
