package io.github.exectrace.demo;

import java.util.Map;

/** The names that Linux gives to numbers; only those that are likely here (errno(3), signal(7)). */
final class SystemNames {
  private static final Map<Integer, String> ERRORS =
      Map.of(2, "ENOENT", 7, "E2BIG", 8, "ENOEXEC", 12, "ENOMEM", 13, "EACCES", 20, "ENOTDIR");
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 6, "SIGABRT", 9, "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15,
          "SIGTERM");

  private SystemNames() {}

  static String errno(int number) {
    return ERRORS.getOrDefault(number, "errno " + number);
  }

  static String signal(int number) {
    return SIGNALS.getOrDefault(number, "signal " + number);
  }
}
