package io.github.exectrace.accuracy;

import io.github.exectrace.app.NativeChildren.Way;
import java.io.IOException;

/**
 * Makes so many short-lived children in every native way, as fast as one thread can, half of them
 * on a platform thread and half on a virtual one. The command of each names the way and the thread.
 */
final class NativeCalls {
  // The agent gets ready to look at threads meanwhile.
  private static final long WARM_UP_MILLIS = 2_000;

  private NativeCalls() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int calls = Integer.parseInt(arguments[0]);
    new ProcessBuilder("/bin/true").start().waitFor();
    Thread.sleep(WARM_UP_MILLIS);
    var platform = Thread.ofPlatform().unstarted(() -> all(calls / 2));
    var virtual = Thread.ofVirtual().unstarted(() -> all(calls - calls / 2));
    platform.start();
    platform.join();
    virtual.start();
    virtual.join();
  }

  private static void all(int calls) {
    for (int i = 0; i < calls; i++) {
      for (var way : Way.values()) {
        way.run(command(way, Thread.currentThread().threadId()));
      }
    }
  }

  private static String command(Way way, long threadId) {
    return ": call " + way + " " + threadId + " ";
  }
}
