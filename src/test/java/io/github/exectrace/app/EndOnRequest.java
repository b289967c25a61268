package io.github.exectrace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts two processes, one of which goes on for some seconds, prints {@code ready} and goes on
 * itself until it is requested to end, in the way that its argument says.
 */
public final class EndOnRequest {
  private static final String SIGN = "end";
  private static final long LOOK_EVERY_MILLIS = 20;

  private EndOnRequest() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/true").start().waitFor();
    new ProcessBuilder("/bin/sleep", "4").redirectOutput(Redirect.DISCARD).start();
    System.out.println("ready");
    while (!Files.exists(Path.of(SIGN))) {
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    switch (arguments.length == 0 ? "normally" : arguments[0]) {
      case "exit" -> System.exit(3);
      case "exception" -> throw new IllegalStateException("as asked for");
      case "halt" -> Runtime.getRuntime().halt(4);
      default -> System.out.println("done");
    }
  }

  /** Requests it of the one that works in a folder. */
  public static void request(Path directory) {
    try {
      Files.createFile(directory.resolve(SIGN));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
