package io.github.exectrace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a platform thread and a virtual one start a shell each and end, waits until nothing is left
 * of the threads, and only then lets the shells go on: each executes {@code /bin/echo late} and its
 * argument. Prints name and id of each thread.
 */
public final class EndedThreads {
  private static final long LOOK_EVERY_MILLIS = 20;
  private static final String SCRIPT =
      "until test -e go; do /bin/sleep 0.05; done; /bin/echo late $0; exit 0";

  private EndedThreads() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    var started = new ArrayList<Process>();
    var threads = new ArrayList<WeakReference<Thread>>();
    for (var kind : List.of("platform", "virtual")) {
      threads.add(new WeakReference<>(runAndEnd(kind, started)));
    }
    while (threads.stream().anyMatch(each -> !each.refersTo(null))) {
      System.gc();
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    Files.createFile(Path.of("go"));
    for (var process : started) {
      process.waitFor();
    }
  }

  private static Thread runAndEnd(String kind, List<Process> started) throws InterruptedException {
    var builder = kind.equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform();
    var thread = builder.name(kind).unstarted(() -> started.add(start(kind)));
    System.out.println(kind + " " + thread.threadId());
    thread.start();
    thread.join();
    return thread;
  }

  private static Process start(String kind) {
    try {
      return new ProcessBuilder("sh", "-c", SCRIPT, kind).redirectOutput(Redirect.DISCARD).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
