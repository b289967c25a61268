package io.github.exectrace.bench;

import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How fast what was recorded is read: from the ring buffer, and from a recording by report. */
final class Reading implements Section {
  private static final int RING = 16 << 20;
  private static final String STARTS = Integer.toString(Settings.number("reading.starts", 20_000));
  private static final int ROUNDS = Settings.number("reading.rounds", 7);
  private static final String[] PROGRAM = {Settings.tiny(), "a", "b", "c", "d", "e"};

  @Override
  public String measure() throws IOException, InterruptedException {
    var table = new Table("Reading", "what", "rate");
    table.row("records of the ring buffer, decoded, a second", decoder().text("%,.0f", 1));
    var file = Files.createTempFile("exectrace-", ".jfr");
    try (var jvm = TracedJvm.recording(file)) {
      jvm.starts(STARTS, PROGRAM);
    }
    var reports = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      reports.add(megabytesPerSecond(file));
    }
    table.row(
        String.format(
            Locale.ROOT,
            "MB of a recording of %,d MB that report reads, a second (with the start of its JVM)",
            Files.size(file) / 1_000_000),
        Samples.of(reports).text("%.1f", 1));
    Files.delete(file);
    return table.toString();
  }

  private static double megabytesPerSecond(Path file) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Child.run(Settings.jdk("java"), "-jar", Settings.jar().toString(), "report", file.toString());
    return Files.size(file) * 1e3 / (System.nanoTime() - begin);
  }

  private static Samples decoder() throws IOException, InterruptedException {
    var rates = new ArrayList<Double>();
    var options = TracerOptions.defaults().with(Kind.FORK, true).withRingBytes(RING);
    for (int round = 0; round < ROUNDS; round++) {
      try (var tracer = Tracer.open(options)) {
        Child.starts(STARTS, PROGRAM);
        List<Object> last = new ArrayList<>(List.of(""));
        long begin = System.nanoTime();
        int number = tracer.drain(event -> last.set(0, event));
        rates.add(number * 1e9 / (System.nanoTime() - begin));
      }
    }
    return Samples.of(rates);
  }
}
