package io.github.exectrace.app;

import io.github.exectrace.app.NativeChildren.Way;

/** A young JVM whose first act is to make processes natively, on one thread; then it ends. */
public final class EarlyNativeStarts {
  /** How many. */
  public static final int STARTS = 50;

  private EarlyNativeStarts() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws InterruptedException {
    var thread = Thread.ofPlatform().name("spawner").start(EarlyNativeStarts::start);
    thread.join();
  }

  private static void start() {
    for (int i = 0; i < STARTS; i++) {
      Way.SYSTEM.run(": token-" + i);
    }
  }
}
