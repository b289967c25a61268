package io.github.exectrace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts some shells that go on to the end, and meanwhile, from several threads, as many short ones
 * as its argument says, each of which has a child. Prints for each its token, the thread, the pid
 * and the exit code.
 */
public final class ReusesPids {
  private static final int OLD = 5;
  private static final int THREADS = 4;
  private static final int EXIT_CODES = 64;

  private ReusesPids() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    int each = Integer.parseInt(arguments[0]) / THREADS;
    var old = new ArrayList<Process>();
    for (int i = 0; i < OLD; i++) {
      old.add(start("read end; /bin/echo child-$0; exit " + i, "old-" + i));
    }
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < THREADS; i++) {
      var name = "worker-" + i;
      var builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      threads.add(builder.name(name).start(() -> startMany(name, each)));
    }
    for (var thread : threads) {
      thread.join();
    }
    for (int i = 0; i < OLD; i++) {
      old.get(i).getOutputStream().close();
      report("old-" + i, old.get(i));
    }
  }

  private static void startMany(String name, int count) {
    for (int i = 0; i < count; i++) {
      var token = name + "-" + i;
      report(token, start("/bin/echo child-$0; exit " + i % EXIT_CODES, token));
    }
  }

  private static Process start(String script, String token) {
    try {
      var builder = new ProcessBuilder(List.of("/bin/sh", "-c", script, token));
      return builder.redirectOutput(Redirect.DISCARD).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void report(String token, Process process) {
    try {
      int exitCode = process.waitFor();
      var thread = Thread.currentThread().getName();
      System.out.println(token + " " + thread + " " + process.pid() + " " + exitCode);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
