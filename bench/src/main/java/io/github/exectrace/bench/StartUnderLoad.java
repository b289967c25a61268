package io.github.exectrace.bench;

import io.github.exectrace.bench.jmh.StartBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.RunResult;

/**
 * The same as {@link StartCost} with other mechanisms and more threads, each time in a JVM of its
 * own, which the JIT compiler is not done with.
 */
final class StartUnderLoad implements Section {
  private static final int ROUNDS = Settings.number("load.rounds", 3);
  private static final int WARMUP = Settings.number("load.warmup", 10);
  private static final int SECONDS = Settings.number("load.seconds", 5);
  private static final String NONE = "no agent";
  private static final String IDLE = "agent, no recording";
  private static final String JFR = "jdk.ProcessStart only";
  private static final String RECORDING = "agent and jdk.ProcessStart";

  /** How the processes are started. */
  private record Load(String mechanism, int threads, boolean virtual) {
    List<String> flags() {
      var flags = new ArrayList<>(List.of("-Djdk.lang.Process.launchMechanism=" + mechanism));
      if (virtual) {
        flags.add("-Djmh.executor=VIRTUAL");
      }
      return flags;
    }

    @Override
    public String toString() {
      return mechanism + ", " + threads + (virtual ? " virtual" : " platform");
    }
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    var table =
        new Table(
            "ProcessBuilder(\"/bin/true\").start() and waitFor(), µs",
            "mechanism, threads",
            NONE,
            IDLE,
            "idle to none, %",
            JFR,
            RECORDING,
            "median to " + JFR + ", %",
            "p99 to " + JFR + ", %");
    for (var load :
        List.of(
            new Load("POSIX_SPAWN", 1, false),
            new Load("POSIX_SPAWN", 8, false),
            new Load("POSIX_SPAWN", 64, false),
            new Load("POSIX_SPAWN", 1, true),
            new Load("POSIX_SPAWN", 64, true),
            new Load("FORK", 1, false),
            new Load("FORK", 64, true))) {
      row(table, load);
    }
    return table.toString();
  }

  private static void row(Table table, Load load) throws IOException, InterruptedException {
    var agent = "-javaagent:" + Settings.jar();
    var recording =
        "-XX:StartFlightRecording:settings=none,+jdk.ProcessStart#enabled=true,filename="
            + Settings.programs().resolve("start.jfr");
    var flags = new LinkedHashMap<String, List<String>>();
    flags.put(NONE, List.of());
    flags.put(IDLE, List.of(agent));
    flags.put(JFR, List.of(recording, "-Xlog:jfr+startup=off"));
    flags.put(RECORDING, List.of(agent, recording, "-Xlog:jfr+startup=off"));
    var measurements = new Rounds<RunResult>();
    flags.forEach(
        (name, its) ->
            measurements.add(
                name,
                () -> {
                  var all = new ArrayList<>(load.flags());
                  all.addAll(its);
                  return Jmh.run(StartBenchmark.class, load.threads, WARMUP, SECONDS, all);
                }));
    var results = measurements.run(ROUNDS);
    ToDoubleFunction<RunResult> median = result -> percentile(result, 50);
    ToDoubleFunction<RunResult> tail = result -> percentile(result, 99);
    table.row(
        load.toString(),
        text(results, NONE),
        text(results, IDLE),
        ratio(results, IDLE, NONE, median),
        text(results, JFR),
        text(results, RECORDING),
        ratio(results, RECORDING, JFR, median),
        ratio(results, RECORDING, JFR, tail));
  }

  private static double percentile(RunResult result, double percent) {
    return result.getPrimaryResult().getStatistics().getPercentile(percent);
  }

  private static String text(Map<String, List<RunResult>> results, String name) {
    return Samples.of(values(results, name, result -> percentile(result, 50))).text("%.0f", 1);
  }

  private static String ratio(
      Map<String, List<RunResult>> results,
      String name,
      String base,
      ToDoubleFunction<RunResult> value) {
    return Rounds.ratios(values(results, name, value), values(results, base, value))
        .percentAboveOne();
  }

  private static List<Double> values(
      Map<String, List<RunResult>> results, String name, ToDoubleFunction<RunResult> value) {
    return results.get(name).stream().map(value::applyAsDouble).toList();
  }
}
