package io.github.exectrace.report;

/** The names of signals as Linux numbers them on x86 and ARM (signal(7)). */
public final class Signals {
  private static final String[] NAMES = {
    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  private Signals() {}

  /** For example {@code SIGTERM}, or {@code signal 42} for one without a name. */
  public static String name(int number) {
    return number > 0 && number < NAMES.length ? "SIG" + NAMES[number] : "signal " + number;
  }
}
