package io.github.exectrace.bench;

import io.github.exectrace.bench.app.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tracing adds to {@code ProcessBuilder.start} and the wait for the process: in JVMs that live
 * side by side, have started thousands of processes and do so in short turns, for what two JVMs
 * take differs by more than what is looked for.
 */
final class StartCost implements Section {
  private static final String MECHANISM = System.getProperty("exectrace.bench.start.mechanism", "");
  private static final int ROUNDS = Settings.number("start.rounds", 200);
  private static final int STARTS = Settings.number("start.starts", 100);
  // The JIT compiler needs thousands of starts until it lets the processors alone.
  private static final int WARMUP = Settings.number("start.warmup", 20_000);
  // So that there are a thousand starts for one 99th percentile.
  private static final int ROUNDS_OF_BLOCK = 10;
  private static final String NONE = "no agent";
  private static final String IDLE = "agent, no recording";
  private static final String JFR = "jdk.ProcessStart alone";
  private static final String RECORDING = "agent recording, and jdk.ProcessStart";

  @Override
  public String measure() throws IOException, InterruptedException {
    var table =
        new Table(
            "ProcessBuilder(\"/bin/true\").start() and waitFor()",
            "with",
            "µs",
            "99th percentile, µs",
            "to",
            "median of the ratios, % (confidence of 95 %)",
            "of the 99th percentiles");
    var folder = Files.createTempDirectory("exectrace-");
    var jvms = new LinkedHashMap<String, Child>();
    try {
      for (var entry : flags(folder).entrySet()) {
        jvms.put(entry.getKey(), Child.obeying(command(entry.getValue())));
      }
      rows(table, times(jvms));
    } finally {
      jvms.values().forEach(Child::close);
    }
    try (var files = Files.list(folder)) {
      for (var left : files.toList()) {
        Files.delete(left);
      }
    }
    Files.delete(folder);
    return table.toString();
  }

  private static Map<String, List<String>> flags(Path folder) {
    var agent = "-javaagent:" + Settings.jar();
    var recording =
        "-XX:StartFlightRecording:settings=none,+jdk.ProcessStart#enabled=true,filename=";
    var flags = new LinkedHashMap<String, List<String>>();
    flags.put(NONE, List.of());
    flags.put(IDLE, List.of(agent));
    flags.put(JFR, List.of(recording + folder.resolve("without.jfr")));
    flags.put(RECORDING, List.of(agent, recording + folder.resolve("with.jfr")));
    return flags;
  }

  private static List<String> command(List<String> flags) {
    var command = new ArrayList<>(List.of(Settings.jdk("java"), "-Xlog:disable"));
    if (!MECHANISM.isEmpty()) {
      command.add("-Djdk.lang.Process.launchMechanism=" + MECHANISM);
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    return command;
  }

  /** In nanoseconds, of each round. */
  private static Map<String, List<Samples>> times(Map<String, Child> jvms)
      throws IOException, InterruptedException {
    var rounds = new Rounds<Samples>();
    for (var entry : jvms.entrySet()) {
      Progress.say("warming up: " + entry.getKey());
      entry.getValue().line();
      entry.getValue().order("start", Integer.toString(WARMUP));
      rounds.add(entry.getKey(), () -> turn(entry.getValue()));
    }
    return rounds.run(ROUNDS);
  }

  private static Samples turn(Child jvm) throws IOException {
    var answer = jvm.order("start", Integer.toString(STARTS));
    return Samples.of(Arrays.stream(answer.split(",", -1)).map(Double::valueOf).toList());
  }

  private static void rows(Table table, Map<String, List<Samples>> times) {
    row(table, times, NONE, "");
    row(table, times, IDLE, NONE);
    row(table, times, JFR, "");
    row(table, times, RECORDING, JFR);
  }

  private static void row(Table table, Map<String, List<Samples>> times, String name, String base) {
    var medians = medians(times.get(name));
    var tails = tails(times.get(name));
    table.row(
        name,
        Samples.of(medians).text("%.0f", 1000),
        Samples.of(tails).text("%.0f", 1000),
        base,
        base.isEmpty()
            ? ""
            : Rounds.ratios(medians, medians(times.get(base))).percentAboveOneForSure(),
        base.isEmpty()
            ? ""
            : Rounds.ratios(tails, tails(times.get(base))).percentAboveOneForSure());
  }

  private static List<Double> medians(List<Samples> rounds) {
    return rounds.stream().map(Samples::median).toList();
  }

  /** The 99th percentile of several rounds together. */
  private static List<Double> tails(List<Samples> rounds) {
    var tails = new ArrayList<Double>();
    for (int first = 0; first < rounds.size(); first += ROUNDS_OF_BLOCK) {
      var block = rounds.subList(first, Math.min(first + ROUNDS_OF_BLOCK, rounds.size()));
      tails.add(Samples.together(block).quantile(0.99));
    }
    return tails;
  }
}
