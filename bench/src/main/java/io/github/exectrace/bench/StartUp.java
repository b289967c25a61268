package io.github.exectrace.bench;

import io.github.exectrace.bench.app.Hello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;

/** What the agent adds to the start of a JVM. */
final class StartUp implements Section {
  private static final int ROUNDS = Settings.number("startup.rounds", 41);
  private static final int ROUNDS_OF_START = Settings.number("startup.first.rounds", 11);
  private static final String NONE = "no agent";
  private static final String EMPTY = "an agent that does nothing";
  private static final String IDLE = "agent, no recording";
  private static final String JFR = "JFR recording, no agent";
  private static final String RECORDING = "agent, JFR recording";
  private static final String OWN = "agent with recording=FILE";
  private static final String EXEC = "exectrace.ProcessExec";
  private static final double MILLI = 1e6;

  @Override
  public String measure() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("exectrace-");
    var empty = EmptyAgent.write(folder.resolve("empty.jar"));
    var file = folder.resolve("r.jfr");
    var own = folder.resolve("own.jfr");
    var recording = "-XX:StartFlightRecording:filename=" + file;
    var agent = "-javaagent:" + Settings.jar();
    var flags = new LinkedHashMap<String, List<String>>();
    flags.put(NONE, List.of());
    flags.put(EMPTY, List.of("-javaagent:" + empty));
    flags.put(IDLE, List.of(agent));
    flags.put(JFR, List.of(recording));
    flags.put(RECORDING, List.of(agent, recording));
    flags.put(OWN, List.of(agent + "=recording=" + own));

    var walls = new Rounds<Double>();
    var firsts = new Rounds<Double>();
    var events = new Rounds<Double>();
    flags.forEach(
        (name, its) -> {
          walls.add(name, () -> wall(its));
          firsts.add(name, () -> Double.parseDouble(lastLine(run(its, "start"))));
        });
    events.add(JFR, () -> firstEvent(flags.get(JFR), file, "jdk.ProcessStart"));
    events.add(RECORDING, () -> firstEvent(flags.get(RECORDING), file, EXEC));
    events.add(OWN, () -> firstEvent(flags.get(OWN), own, EXEC));
    var times = walls.run(ROUNDS);
    var table =
        table(flags, times, firsts.run(ROUNDS_OF_START), events.run(ROUNDS_OF_START), folder);
    try (var files = Files.list(folder)) {
      for (var left : files.toList()) {
        Files.delete(left);
      }
    }
    Files.delete(folder);
    return table;
  }

  private static String table(
      Map<String, List<String>> flags,
      Map<String, List<Double>> times,
      Map<String, List<Double>> starts,
      Map<String, List<Double>> events,
      Path folder)
      throws IOException, InterruptedException {
    var table =
        new Table(
            "Start of a JVM that prints a line and ends",
            "with",
            "ms",
            "more than without an agent, ms",
            "first ProcessBuilder start and wait, ms",
            "first start or exec recorded after, ms",
            "classes loaded",
            "resident memory, MiB");
    for (var name : flags.keySet()) {
      table.row(
          name,
          Samples.of(times.get(name)).text("%.0f", MILLI),
          more(times, name, name.equals(RECORDING) || name.equals(OWN) ? JFR : NONE),
          Samples.of(starts.get(name)).text("%.1f", MILLI),
          events.containsKey(name) ? Samples.of(events.get(name)).text("%.0f", MILLI) : "",
          Long.toString(classes(flags.get(name), folder)),
          String.format(
              Locale.ROOT,
              "%.0f",
              Double.parseDouble(lastLine(run(flags.get(name), "memory"))) / 1024));
    }
    return table.toString();
  }

  private static String more(Map<String, List<Double>> times, String name, String base) {
    if (name.equals(NONE) || name.equals(JFR)) {
      return "";
    }
    var differences = new ArrayList<Double>();
    for (int round = 0; round < times.get(name).size(); round++) {
      differences.add(times.get(name).get(round) - times.get(base).get(round));
    }
    return Samples.of(differences).text("%.0f", MILLI);
  }

  private static double wall(List<String> flags) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    run(flags);
    return System.nanoTime() - begin;
  }

  /** From the JVM's begin until an event stands in the recording; its main starts a process. */
  private static double firstEvent(List<String> flags, Path recording, String wanted)
      throws IOException, InterruptedException {
    var begin = Instant.now();
    run(flags, "start");
    try (var events = new RecordingFile(recording)) {
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (event.getEventType().getName().equals(wanted)) {
          return Duration.between(begin, event.getEndTime()).toNanos();
        }
      }
    }
    throw new IllegalStateException(recording + " has no event " + wanted);
  }

  private static String run(List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    return Child.run(
        Stream.of(
                List.of(Settings.jdk("java")),
                flags,
                List.of("-cp", System.getProperty("java.class.path"), Hello.class.getName()),
                List.of(arguments))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  private static String lastLine(String text) {
    return text.lines()
        .filter(line -> line.matches("\\d+"))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new IllegalStateException(text));
  }

  private static long classes(List<String> flags, Path folder)
      throws IOException, InterruptedException {
    var log = folder.resolve("classes");
    var logged = new ArrayList<>(flags);
    logged.add("-Xlog:class+load:file=" + log);
    run(logged);
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("source:")).count();
    }
  }
}
