package io.github.exectrace.app;

import java.io.IOException;

/** Runs out of memory once, and goes on. */
public final class OutOfMemory {
  private OutOfMemory() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // A start by ProcessBuilder waits until tracing is ready.
    new ProcessBuilder("/bin/true").start().waitFor();
    try {
      System.out.println(new long[1 << 28].length);
    } catch (OutOfMemoryError wanted) {
      System.out.println("went on");
    }
  }
}
