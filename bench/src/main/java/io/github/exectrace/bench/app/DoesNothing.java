package io.github.exectrace.bench.app;

/**
 * An agent that does nothing, so that what any agent costs can be distinguished from what this
 * agent does.
 */
public final class DoesNothing {
  private DoesNothing() {}

  /** Called by the JVM. */
  public static void premain(@SuppressWarnings("unused") String options) {}
}
