package io.github.exectrace.premain;

/** The Java version that a part of the jar is compiled for, the oldest that it runs on. */
enum Requirement {
  /** The agent. The kernel it traces from Java 21 on. */
  AGENT(17),
  /** The command line. */
  COMMAND_LINE(21);

  private final int needed;

  Requirement(int needed) {
    this.needed = needed;
  }

  boolean isMet() {
    String version = version();
    // Up to Java 8 it was 1.8; then 9, 10, ...
    try {
      return !version.startsWith("1.") && Integer.parseInt(version) >= needed;
    } catch (NumberFormatException replaced) {
      return false; // on the command line
    }
  }

  String sentence() {
    return "this is Java " + version() + ", and Java " + needed + " or later is needed";
  }

  static String version() {
    return System.getProperty("java.specification.version");
  }
}
