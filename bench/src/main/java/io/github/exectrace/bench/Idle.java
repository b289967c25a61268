package io.github.exectrace.bench;

import java.io.IOException;
import java.nio.file.Files;

/** What the reader of the ring buffer takes while nothing happens. */
final class Idle implements Section {
  private static final int SECONDS = Settings.number("idle.seconds", 60);

  @Override
  public String measure() throws IOException, InterruptedException {
    var file = Files.createTempFile("exectrace-", ".jfr");
    try (var jvm = TracedJvm.recording(file)) {
      Thread.sleep(5_000); // until it has noticed that there is nothing to do
      double before = jvm.readerSeconds();
      Thread.sleep(SECONDS * 1000L);
      double used = jvm.readerSeconds() - before;
      return new Table(
              "A JVM that is traced and starts nothing, for " + SECONDS + " s",
              "what",
              "% of a CPU")
          .row("thread that reads the ring buffer", "%.3f".formatted(100 * used / SECONDS))
          .toString();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
