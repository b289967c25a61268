package io.github.exectrace.app;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads where there is nothing, which ends the JVM. */
public final class Crash {
  private Crash() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // A start by ProcessBuilder waits until tracing is ready.
    new ProcessBuilder("/bin/true").start().waitFor();
    System.out.println(MemorySegment.NULL.reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0));
  }
}
