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

  /**
   * The first word of a command line that is quoted for a shell, without its quotes. What is
   * escaped within {@code $'…'} stays so: it is nothing to be shown as it is.
   */
  public static String firstWord(String commandLine) {
    var word = new StringBuilder();
    int at = 0;
    while (at < commandLine.length() && commandLine.charAt(at) != ' ') {
      boolean escaping = commandLine.startsWith("$'", at);
      if (escaping || commandLine.charAt(at) == '\'') {
        int begin = at + (escaping ? 2 : 1);
        int end = endOfQuotes(commandLine, begin, escaping);
        word.append(commandLine, begin, end);
        at = end + 1;
      } else {
        at += commandLine.charAt(at) == '\\' && at + 1 < commandLine.length() ? 1 : 0;
        word.append(commandLine.charAt(at));
        at++;
      }
    }
    return word.toString();
  }

  private static int endOfQuotes(String line, int begin, boolean escaping) {
    int at = begin;
    while (at < line.length() && line.charAt(at) != '\'') {
      at += escaping && line.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, line.length());
  }
}
