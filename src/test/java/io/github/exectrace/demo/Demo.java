package io.github.exectrace.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small service that starts programs the way services do: from named threads and a virtual one,
 * through a shell, with a program that is missing, one that fails, one that has to be stopped and
 * one that is left running. It knows nothing of the tracer and prints nothing.
 */
final class Demo {
  private Demo() {}

  public static void main(String[] arguments) throws Exception {
    var threads =
        List.of(
            Thread.ofPlatform().name("http-1").start(task(ReportService::renderPdf)),
            Thread.ofPlatform().name("http-2").start(task(ThumbnailService::resize)),
            Thread.ofVirtual().name("order-4711").start(task(OrderService::checkSignature)),
            Thread.ofPlatform().name("backup").start(task(BackupJob::nightly)),
            Thread.ofPlatform().name("health").start(task(HealthCheck::probe)));
    for (var thread : threads) {
      thread.join();
    }
    MetricsExporter.detach();
  }

  private static final class ReportService {
    static void renderPdf() throws IOException, InterruptedException {
      // A shell, and three programs that only the shell knows of.
      command("sh", "-c", "ls /etc | sort -r | wc -l").start().waitFor();
    }
  }

  private static final class ThumbnailService {
    static void resize() throws InterruptedException {
      try {
        command("make-thumbnail", "--size", "64x64", "cat picture.jpg").start().waitFor();
      } catch (IOException ignored) {
        // Not installed: the page goes without a picture.
      }
    }
  }

  private static final class OrderService {
    static void checkSignature() throws IOException, InterruptedException {
      command("sha256sum", "/etc/passwd").start().waitFor();
    }
  }

  private static final class BackupJob {
    private static final String ARCHIVE =
        "tar -C /etc -cf - --exclude=shadow --exclude=ssl passwd group | gzip -9 | wc -c";

    static void nightly() throws IOException, InterruptedException {
      command("timeout", "10", "sh", "-c", ARCHIVE).start().waitFor();
      upload();
    }

    private static void upload() throws IOException, InterruptedException {
      command("sh", "-c", "sleep 0.2; test -d /srv/no-such-backup || exit 3").start().waitFor();
    }
  }

  private static final class HealthCheck {
    static void probe() throws IOException, InterruptedException {
      var process = command("sleep", "60").start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroy();
      }
      process.waitFor();
    }
  }

  private static final class MetricsExporter {
    static void detach() throws IOException, InterruptedException {
      // The shell ends at once, and what it started lives on, longer than this JVM.
      command("sh", "-c", "sleep 3 & sleep 0.2").start().waitFor();
    }
  }

  private static ProcessBuilder command(String... words) {
    return new ProcessBuilder(words)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD);
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private static Runnable task(Task task) {
    return () -> {
      try {
        task.run();
      } catch (IOException | InterruptedException unexpected) {
        throw new IllegalStateException(unexpected);
      }
    };
  }
}
