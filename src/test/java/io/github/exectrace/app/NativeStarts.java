package io.github.exectrace.app;

import io.github.exectrace.app.NativeChildren.Way;
import java.io.IOException;
import java.util.List;

/**
 * Makes children in every native way, on a platform thread and on a virtual one, and prints for
 * each what a tracer has to say of it. The children live long enough to be looked at.
 */
public final class NativeStarts {
  private static final int ROUNDS = 5;

  private NativeStarts() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // A start by ProcessBuilder waits until tracing is ready.
    new ProcessBuilder("/bin/true").start().waitFor();
    for (var thread :
        List.of(
            Thread.ofPlatform().name("native-platform").unstarted(NativeStarts::all),
            Thread.ofVirtual().name("native-virtual").unstarted(NativeStarts::all))) {
      thread.start();
      thread.join();
    }
  }

  private static void all() {
    for (var way : Way.values()) {
      for (int round = 0; round < ROUNDS; round++) {
        var thread = Thread.currentThread();
        var token = "token-" + way + "-" + thread.getName() + "-" + round;
        way.run(": " + token + "; /bin/sleep 0.1");
        System.out.println(
            String.join(
                " ",
                token,
                way.name(),
                thread.getName(),
                Long.toString(thread.threadId()),
                way.method()));
      }
    }
  }
}
