package io.github.exectrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a tracer costs processes that it does not follow. Many short turns on one processor, for the
 * difference that is looked for is far smaller than the noise of one.
 */
final class BystanderCost implements Section {
  private static final int ROUNDS = Settings.number("bystander.rounds", 200);
  private static final String STARTS = Integer.toString(Settings.number("bystander.starts", 200));
  private static final String OFF = "no tracer";
  private static final String ON = "a JVM is being traced";

  @Override
  public String measure() throws IOException, InterruptedException {
    var table =
        new Table(
            "A process outside of the traced JVM, µs for each start and end",
            "it starts",
            OFF,
            ON,
            "median of the ratios, % (confidence of 95 %)");
    var folder = Files.createTempDirectory("exectrace-");
    try (var jvm = TracedJvm.start("")) {
      row(table, jvm, folder, "forks only");
      row(table, jvm, folder, "the smallest program", Settings.tiny());
      row(table, jvm, folder, "/bin/true", "/bin/true");
    }
    Files.delete(folder);
    return table.toString();
  }

  private static void row(Table table, TracedJvm jvm, Path folder, String what, String... program)
      throws IOException, InterruptedException {
    var file = folder.resolve("recording.jfr");
    var times =
        new Rounds<Double>()
            .add(OFF, () -> Child.startsOnOneProcessor(STARTS, program).nanosEach())
            .add(
                ON,
                () -> {
                  jvm.order("record", file.toString());
                  double time = Child.startsOnOneProcessor(STARTS, program).nanosEach();
                  jvm.order("stop");
                  jvm.awaitUntraced();
                  return time;
                })
            .run(ROUNDS);
    Files.delete(file);
    table.row(
        what,
        Samples.of(times.get(OFF)).text("%.0f", 1000),
        Samples.of(times.get(ON)).text("%.0f", 1000),
        Rounds.ratios(times.get(ON), times.get(OFF)).percentAboveOneForSure());
  }
}
