package io.github.exectrace.premain;

import java.lang.instrument.Instrumentation;

/** What the JVM calls first; compiled for Java 8 so that an older JVM can say what it lacks. */
public final class Premain {
  private Premain() {}

  public static void premain(String options, Instrumentation instrumentation) {}

  public static void agentmain(String options, Instrumentation instrumentation) {}
}
