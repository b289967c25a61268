package io.github.exectrace.jmc.model;

/** Names of signals as Linux gives them on x86 and arm (signal(7)). */
public final class Signals {
  /** What the kernel sends when memory has run out, and what nobody can refuse. */
  public static final int KILL = 9;

  private static final String[] NAMES = {
    "",
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS"
  };

  private Signals() {}

  /** For example {@code SIGTERM}; {@code SIG40} for one without a name. */
  public static String name(int signal) {
    return signal > 0 && signal < NAMES.length ? NAMES[signal] : "SIG" + signal;
  }
}
