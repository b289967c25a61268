package io.github.exectrace.events;

/**
 * The signals of Linux (signal(7)), with the names of the kernel's headers
 * (include/uapi/asm-generic/signal.h) and the texts of the C library; the same on x86-64 and
 * aarch64. Written by {@code events/generate}.
 */
public enum Signal {
  SIGHUP(1, "Hangup"),
  SIGINT(2, "Interrupt"),
  SIGQUIT(3, "Quit"),
  SIGILL(4, "Illegal instruction"),
  SIGTRAP(5, "Trace/breakpoint trap"),
  SIGABRT(6, "Aborted"),
  SIGBUS(7, "Bus error"),
  SIGFPE(8, "Floating point exception"),
  SIGKILL(9, "Killed"),
  SIGUSR1(10, "User defined signal 1"),
  SIGSEGV(11, "Segmentation fault"),
  SIGUSR2(12, "User defined signal 2"),
  SIGPIPE(13, "Broken pipe"),
  SIGALRM(14, "Alarm clock"),
  SIGTERM(15, "Terminated"),
  SIGSTKFLT(16, "Stack fault"),
  SIGCHLD(17, "Child exited"),
  SIGCONT(18, "Continued"),
  SIGSTOP(19, "Stopped (signal)"),
  SIGTSTP(20, "Stopped"),
  SIGTTIN(21, "Stopped (tty input)"),
  SIGTTOU(22, "Stopped (tty output)"),
  SIGURG(23, "Urgent I/O condition"),
  SIGXCPU(24, "CPU time limit exceeded"),
  SIGXFSZ(25, "File size limit exceeded"),
  SIGVTALRM(26, "Virtual timer expired"),
  SIGPROF(27, "Profiling timer expired"),
  SIGWINCH(28, "Window changed"),
  SIGIO(29, "I/O possible"),
  SIGPWR(30, "Power failure"),
  SIGSYS(31, "Bad system call");

  /** The first real-time signal that a program can use: the C library keeps 32 and 33 (nptl(7)). */
  private static final int REAL_TIME_MIN = 34;

  private static final int REAL_TIME_MAX = 64;

  private static final Signal[] BY_NUMBER = new Signal[REAL_TIME_MIN];

  static {
    for (var signal : values()) {
      BY_NUMBER[signal.number] = signal;
    }
  }

  private final int number;
  private final String text;

  Signal(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /**
   * Names a signal.
   *
   * @param number as wait(2) reports it, 1 or more
   * @return for example {@code SIGTERM}, {@code SIGRTMIN+2}, or {@code signal 99} if Linux has no
   *     such signal
   */
  public static String name(int number) {
    if (number > 0 && number < BY_NUMBER.length && BY_NUMBER[number] != null) {
      return BY_NUMBER[number].name();
    }
    if (number < REAL_TIME_MIN || number > REAL_TIME_MAX) {
      return "signal " + number;
    }
    return number == REAL_TIME_MIN ? "SIGRTMIN" : "SIGRTMIN+" + (number - REAL_TIME_MIN);
  }

  /** The number itself, 1 to 31. */
  public int number() {
    return number;
  }

  /** What strsignal(3) says in the C locale, for example {@code Terminated}. */
  public String text() {
    return text;
  }
}
