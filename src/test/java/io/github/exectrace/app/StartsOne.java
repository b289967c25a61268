package io.github.exectrace.app;

import java.io.IOException;

/** Has a program started, and ends with its exit code. */
public final class StartsOne {
  private StartsOne() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(Starter.start(arguments));
  }
}
