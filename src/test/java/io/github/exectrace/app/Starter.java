package io.github.exectrace.app;

import java.io.IOException;

/** Starts a program and waits for it. In a class of its own, which may lie in another jar. */
public final class Starter {
  private Starter() {}

  /** Returns the exit code. */
  public static int start(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
