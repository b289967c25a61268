package io.github.exectrace.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** What this process's output goes to. */
final class Terminal {
  private static final int NARROWEST = 60;
  private static final int WIDTH_OF_A_FILE = 120;
  private static final int DIGITS = 4;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0," + (DIGITS - 1) + "}");
  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/[0-9]+|tty.*|console)");

  private Terminal() {}

  /** Whether standard output is one. */
  static boolean isOutput() {
    return isTerminal(1);
  }

  /** Whether standard error is one. */
  static boolean isError() {
    return isTerminal(2);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return DEVICE.matcher(target).matches();
    } catch (IOException | UnsupportedOperationException noProc) {
      return false; // the JDK itself knows only of the three together, and of them from 22 on
    }
  }

  /** How many characters fit on a line: COLUMNS if it is set, else what the terminal says. */
  static int width(CommandSpec command) {
    var columns = System.getenv().getOrDefault("COLUMNS", "");
    if (NUMBER.matcher(columns).matches()) {
      return Math.max(NARROWEST, Integer.parseInt(columns));
    }
    if (!isOutput()) {
      return WIDTH_OF_A_FILE;
    }
    return Math.max(NARROWEST, command.usageMessage().autoWidth(true).width());
  }
}
