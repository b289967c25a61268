package io.github.exectrace.events;

/** Names of programs. */
public final class Programs {
  private Programs() {}

  /** The name of a program's file without its folder: {@code git} for {@code /usr/bin/git}. */
  public static String name(String executable) {
    int end = executable.length();
    while (end > 1 && executable.charAt(end - 1) == '/') {
      end--;
    }
    return executable.substring(executable.lastIndexOf('/', end - 1) + 1, end);
  }

  /** The first word of a command line that is quoted for a shell, without its quotes. */
  public static String firstWord(String commandLine) {
    if (commandLine.startsWith("'") || commandLine.startsWith("$'")) {
      int begin = commandLine.indexOf('\'') + 1;
      int end = commandLine.indexOf('\'', begin);
      return commandLine.substring(begin, end < 0 ? commandLine.length() : end);
    }
    int end = commandLine.indexOf(' ');
    return end < 0 ? commandLine : commandLine.substring(0, end);
  }
}
