package io.github.exectrace.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints {@code ready}, runs {@code /bin/echo} each time that a file {@code spawn} appears in its
 * working directory, and ends when a file {@code end} does.
 */
public final class SpawnOnRequest {
  private static final Path SPAWN = Path.of("spawn");
  private static final Path END = Path.of("end");
  private static final long LOOK_EVERY_MILLIS = 20;

  private SpawnOnRequest() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("ready");
    while (!Files.exists(END)) {
      if (Files.deleteIfExists(SPAWN)) {
        var process = new ProcessBuilder("/bin/echo", "requested").start();
        System.out.println("spawned " + process.pid() + " " + process.waitFor());
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
