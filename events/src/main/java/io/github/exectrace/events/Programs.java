package io.github.exectrace.events;

import java.util.Arrays;

/** Names of programs. */
public final class Programs {
  private Programs() {}

  /**
   * The name of a program's file without its folder: {@code git} for {@code /usr/bin/git}. A path
   * that is escaped ({@link ShellQuoting#text}) gives a name that is escaped.
   */
  public static String name(String executable) {
    if (executable.startsWith(ShellQuoting.ESCAPED)) {
      var path = ShellUnquoting.bytes(executable);
      int end = path.length;
      while (end > 1 && path[end - 1] == '/') {
        end--;
      }
      int begin = end;
      while (begin > 0 && path[begin - 1] != '/') {
        begin--;
      }
      return ShellQuoting.text(Arrays.copyOfRange(path, begin, end));
    }
    int end = executable.length();
    while (end > 1 && executable.charAt(end - 1) == '/') {
      end--;
    }
    return executable.substring(executable.lastIndexOf('/', end - 1) + 1, end);
  }

  /** The first word of a command line that is quoted for a shell, as a text by itself. */
  public static String firstWord(String commandLine) {
    return ShellQuoting.text(ShellUnquoting.firstWord(commandLine));
  }
}
