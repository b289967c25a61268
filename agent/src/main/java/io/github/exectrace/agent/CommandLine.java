package io.github.exectrace.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the JVM was started with, as Linux reports it. The JDK does, too, but RuntimeMXBean loads
 * hundreds of classes that an application's start does not need, and {@link System#getenv} loads
 * {@code ProcessImpl}, which other agents may want to see being loaded.
 */
final class CommandLine {
  private static final String RECORD = "-XX:StartFlightRecording";

  private CommandLine() {}

  /**
   * Whether the JVM is to record from its start on. May overlook it, where the option stands in a
   * file of arguments.
   */
  static boolean records() {
    for (var argument : strings("cmdline")) {
      if (argument.startsWith(RECORD)) {
        return true;
      }
    }
    for (var variable : strings("environ")) {
      // Those that the JVM and the java launcher take options from.
      if ((variable.startsWith("JAVA_TOOL_OPTIONS=") || variable.startsWith("JDK_JAVA_OPTIONS="))
          && variable.contains(RECORD)) {
        return true;
      }
    }
    return false;
  }

  /** proc_pid_cmdline(5) and proc_pid_environ(5): each string is ended by NUL. */
  private static String[] strings(String file) {
    try {
      var bytes = Files.readAllBytes(Path.of("/proc/self", file));
      return new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1);
    } catch (IOException unknown) {
      return new String[0];
    }
  }
}
