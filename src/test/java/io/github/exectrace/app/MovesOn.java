package io.github.exectrace.app;

/**
 * A thread that makes a child in one method and is, before it could be looked at, in another: in
 * the same native function, called from the same depth, so that its last frame looks the same.
 */
public final class MovesOn {
  private static final int ROUNDS = 100;

  static {
    System.load(System.getProperty("native.children"));
  }

  private MovesOn() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    // A start by ProcessBuilder waits until tracing is ready.
    new ProcessBuilder("/bin/true").start().waitFor();
    for (int i = 0; i < ROUNDS; i++) {
      makesTheChild(true);
      isSomewhereElse(false);
    }
  }

  private static void makesTheChild(boolean forks) {
    forkOrSleep(forks);
  }

  private static void isSomewhereElse(boolean forks) {
    forkOrSleep(forks);
  }

  /** Makes a child and does not wait for it, or sleeps for some milliseconds. */
  private static native void forkOrSleep(boolean forks);
}
