package io.github.exectrace.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the JVM was started with. The JDK tells it, too (RuntimeMXBean), but with hundreds of
 * classes that an application's start does not need.
 */
final class CommandLine {
  private static final String RECORD = "-XX:StartFlightRecording";

  // As the java launcher and the JVM have them.
  private static final String[] VARIABLES = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"};

  private CommandLine() {}

  /**
   * Whether the JVM shall record from its start on. May overlook it, where the option stands in a
   * file of arguments.
   */
  static boolean records() {
    for (var variable : VARIABLES) {
      var options = System.getenv(variable);
      if (options != null && options.contains(RECORD)) {
        return true;
      }
    }
    try {
      // proc_pid_cmdline(5): each argument is ended by NUL.
      var arguments =
          new String(
              Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.ISO_8859_1);
      return arguments.contains("\0" + RECORD);
    } catch (IOException unknown) {
      return false;
    }
  }
}
