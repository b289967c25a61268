package io.github.exectrace.app;

import io.github.exectrace.app.NativeChildren.Way;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Starts processes from 64 platform threads and 1,000 virtual ones: by ProcessBuilder, as shell
 * pipelines, and natively. Writes for each what a tracer has to say of it.
 *
 * <p>Arguments: how many starts in all, and the file for what is written.
 */
public final class MixedStarts {
  private static final int PLATFORM_THREADS = 64;
  private static final int VIRTUAL_THREADS = 1000;
  private static final int AT_ONCE = 24; // or the machine only switches between them

  private static final List<Way> WAYS = List.of(Way.values());
  private static final Semaphore PLACES = new Semaphore(AT_ONCE);

  private MixedStarts() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // A start by ProcessBuilder waits until tracing is ready, a native one does not.
    await(new ProcessBuilder("/bin/true"));
    int starts = Integer.parseInt(arguments[0]);
    int threads = PLATFORM_THREADS + VIRTUAL_THREADS;
    try (var report = new PrintStream(arguments[1], StandardCharsets.UTF_8)) {
      var all = new ArrayList<Thread>();
      for (int i = 0; i < threads; i++) {
        var builder = i < PLATFORM_THREADS ? Thread.ofPlatform() : Thread.ofVirtual();
        int first = Math.toIntExact((long) starts * i / threads);
        int end = Math.toIntExact((long) starts * (i + 1) / threads);
        all.add(builder.name("thread-" + i).start(() -> start(first, end, report)));
      }
      for (var thread : all) {
        thread.join();
      }
    }
  }

  private static void start(int first, int end, PrintStream report) {
    for (int i = first; i < end; i++) {
      var token = "token-" + i + "-";
      PLACES.acquireUninterruptibly();
      try {
        int kind = i % 10;
        if (kind < 6) {
          byBuilder(token);
        } else if (kind < 8) {
          asPipeline(token);
        } else {
          WAYS.get(i / 10 % WAYS.size()).run(": " + token);
        }
        var thread = Thread.currentThread();
        report.println(
            token
                + " "
                + thread.getName()
                + " "
                + thread.threadId()
                + " "
                + (kind < 6 ? "builder" : kind < 8 ? "pipeline" : "native"));
      } catch (IOException | InterruptedException failure) {
        throw new IllegalStateException(failure);
      } finally {
        PLACES.release();
      }
    }
  }

  private static void byBuilder(String token) throws IOException, InterruptedException {
    await(new ProcessBuilder("/bin/true", token));
  }

  private static void asPipeline(String token) throws IOException, InterruptedException {
    await(new ProcessBuilder("/bin/sh", "-c", "/bin/echo " + token + " | /bin/cat"));
  }

  private static void await(ProcessBuilder builder) throws IOException, InterruptedException {
    int exitCode = builder.redirectOutput(Redirect.DISCARD).start().waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException(builder.command() + " ended with " + exitCode);
    }
  }

  /** The file that a test gives it. */
  public static Path report(Path folder) {
    return folder.resolve("mixed-starts");
  }
}
