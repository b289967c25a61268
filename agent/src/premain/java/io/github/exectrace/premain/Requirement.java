package io.github.exectrace.premain;

/** The Java version that everything but this package is compiled for. */
final class Requirement {
  private static final int NEEDED = 21;

  private Requirement() {}

  static boolean isMet() {
    String version = version();
    // Up to Java 8 it was 1.8; then 9, 10, ...
    try {
      return !version.startsWith("1.") && Integer.parseInt(version) >= NEEDED;
    } catch (NumberFormatException replaced) {
      return false; // on the command line
    }
  }

  static String sentence() {
    return "this is Java " + version() + ", and Java " + NEEDED + " or later is needed";
  }

  static String version() {
    return System.getProperty("java.specification.version");
  }
}
