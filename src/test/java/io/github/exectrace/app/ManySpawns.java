package io.github.exectrace.app;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts a thousand processes from 16 platform threads and 200 virtual ones, and prints for each
 * what a tracer has to say of it.
 */
public final class ManySpawns {
  private static final int PLATFORM_THREADS = 16;
  private static final int SPAWNS_OF_PLATFORM_THREAD = 25;
  private static final int VIRTUAL_THREADS = 200;
  private static final int SPAWNS_OF_VIRTUAL_THREAD = 3;

  private ManySpawns() {}

  private record Started(StackFrame frame, Process process) {}

  @FunctionalInterface
  private interface Way {
    Started start(String token) throws IOException;
  }

  private static final List<Way> WAYS =
      List.of(
          ManySpawns::byBuilder,
          ManySpawns::byRuntime,
          ManySpawns::byPipeline,
          token -> new Started(here(), builder(token).start()));

  /** Called by the JVM. */
  public static void main(String[] arguments) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < PLATFORM_THREADS; i++) {
      threads.add(
          Thread.ofPlatform().name("platform-" + i).unstarted(work(SPAWNS_OF_PLATFORM_THREAD)));
    }
    for (int i = 0; i < VIRTUAL_THREADS; i++) {
      threads.add(
          Thread.ofVirtual().name("virtual-" + i).unstarted(work(SPAWNS_OF_VIRTUAL_THREAD)));
    }
    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }
  }

  private static Runnable work(int spawns) {
    return () -> {
      for (int i = 0; i < spawns; i++) {
        spawn(i);
      }
    };
  }

  private static void spawn(int round) {
    var thread = Thread.currentThread();
    var token = "token-" + thread.getName() + "-" + round;
    int way = (int) ((thread.threadId() + round) % WAYS.size());
    try {
      var started = WAYS.get(way).start(token);
      if (started.process().waitFor() != 0) {
        throw new IllegalStateException(token + " ended with " + started.process().exitValue());
      }
      System.out.println(report(token, thread, started));
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String report(String token, Thread thread, Started started) {
    return String.format(
        Locale.ROOT,
        "%s %s %d %d %s.%s %d %s",
        token,
        thread.getName(),
        thread.threadId(),
        started.process().pid(),
        started.frame().getClassName(),
        started.frame().getMethodName(),
        started.frame().getLineNumber(),
        started.frame().getFileName());
  }

  /** The caller's line, on which it must also start the process. */
  private static StackFrame here() {
    return StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst()).orElseThrow();
  }

  private static Started byBuilder(String token) throws IOException {
    return new Started(here(), builder(token).start());
  }

  private static Started byRuntime(String token) throws IOException {
    return new Started(here(), Runtime.getRuntime().exec(command(token)));
  }

  private static Started byPipeline(String token) throws IOException {
    var one = List.of(builder(token));
    return new Started(here(), ProcessBuilder.startPipeline(one).getFirst());
  }

  private static ProcessBuilder builder(String token) {
    return new ProcessBuilder(command(token)).redirectOutput(Redirect.DISCARD);
  }

  private static String[] command(String token) {
    return new String[] {"/bin/echo", token};
  }
}
