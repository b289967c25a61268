package io.github.exectrace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts one process, prints {@code ready} and goes on until it is told to end. */
public final class UntilTold {
  private static final String SIGN = "end";
  private static final long LOOK_EVERY_MILLIS = 20;

  private UntilTold() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/true").start().waitFor();
    System.out.println("ready");
    while (!Files.exists(Path.of(SIGN))) {
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /** Tells the one that works in a folder. */
  public static void tell(Path directory) {
    try {
      Files.createFile(directory.resolve(SIGN));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
