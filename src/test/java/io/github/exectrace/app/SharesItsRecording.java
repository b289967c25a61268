package io.github.exectrace.app;

import java.io.IOException;

/**
 * Starts a JVM of the same kind, with the flag of the agent that the system property {@code agent}
 * has, and then a shell that ends with 4; the JVM that it starts, a shell that ends with 3.
 */
public final class SharesItsRecording {
  private SharesItsRecording() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      run("/bin/sh", "-c", "exit 3");
      return;
    }
    run(
        ProcessHandle.current().info().command().orElseThrow(),
        System.getProperty("agent"),
        "-cp",
        System.getProperty("java.class.path"),
        SharesItsRecording.class.getName(),
        "child");
    run("/bin/sh", "-c", "exit 4");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
