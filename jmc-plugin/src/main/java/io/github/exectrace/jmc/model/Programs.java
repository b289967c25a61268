package io.github.exectrace.jmc.model;

/** Names of programs. */
final class Programs {
  private Programs() {}

  /** A file's name without its folder. */
  static String name(String executable) {
    return executable.substring(executable.lastIndexOf('/') + 1);
  }

  /** The first word of a command line that is quoted for a shell; good enough for a name. */
  static String firstWord(String commandLine) {
    int blank = commandLine.indexOf(' ');
    return blank < 0 ? commandLine : commandLine.substring(0, blank);
  }
}
