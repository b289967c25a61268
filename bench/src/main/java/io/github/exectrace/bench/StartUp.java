package io.github.exectrace.bench;

import io.github.exectrace.bench.app.DoesNothing;
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
  // What is compared with what.
  private static final Map<String, String> BASES =
      Map.of(EMPTY, NONE, IDLE, NONE, RECORDING, JFR, OWN, JFR);
  private static final String CACHED = ", AOT cache";
  private static final double MILLI = 1e6;

  /** A JVM as it is started. */
  private record Start(List<String> flags, Path application, Path recording) {
    String run(String... arguments) throws IOException, InterruptedException {
      return run(List.of(), arguments);
    }

    String run(List<String> more, String... arguments) throws IOException, InterruptedException {
      return Child.run(
          Stream.of(
                  List.of(Settings.jdk("java")),
                  flags,
                  more,
                  List.of("-cp", application.toString(), Hello.class.getName()),
                  List.of(arguments))
              .flatMap(List::stream)
              .toArray(String[]::new));
    }

    /** The same with the classes that it loads taken from a cache (JEP 483, JEP 514). */
    Start cached(Path cache) throws IOException, InterruptedException {
      run(List.of("-XX:AOTCacheOutput=" + cache), "start");
      var more = new ArrayList<>(flags);
      more.add("-XX:AOTCache=" + cache);
      return new Start(more, application, recording);
    }
  }

  @Override
  public String measure() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("exectrace-");
    var starts = starts(folder);
    var walls = new Rounds<Double>();
    var firsts = new Rounds<Double>();
    var events = new Rounds<Double>();
    for (var entry : starts.entrySet()) {
      var start = entry.getValue();
      walls.add(entry.getKey(), () -> wall(start));
      firsts.add(entry.getKey(), () -> number(start.run("start")));
      if (start.recording() != null) {
        boolean byAgent = !entry.getKey().startsWith(JFR);
        var wanted = byAgent ? "exectrace.ProcessExec" : "jdk.ProcessStart";
        events.add(entry.getKey(), () -> firstEvent(start, wanted));
      }
    }
    var times = walls.run(ROUNDS);
    var table =
        table(starts, times, firsts.run(ROUNDS_OF_START), events.run(ROUNDS_OF_START), folder);
    try (var files = Files.list(folder)) {
      for (var left : files.toList()) {
        Files.delete(left);
      }
    }
    Files.delete(folder);
    return table;
  }

  private static Map<String, Start> starts(Path folder) throws IOException, InterruptedException {
    var application = Jar.of(Hello.class, Map.of(), folder.resolve("hello.jar"));
    var premain = Map.of("Premain-Class", DoesNothing.class.getName());
    var empty = Jar.of(DoesNothing.class, premain, folder.resolve("empty.jar"));
    var file = folder.resolve("r.jfr");
    var own = folder.resolve("own.jfr");
    var recording = "-XX:StartFlightRecording:filename=" + file;
    var agent = "-javaagent:" + Settings.jar();
    var starts = new LinkedHashMap<String, Start>();
    starts.put(NONE, new Start(List.of(), application, null));
    starts.put(EMPTY, new Start(List.of("-javaagent:" + empty), application, null));
    starts.put(IDLE, new Start(List.of(agent), application, null));
    starts.put(JFR, new Start(List.of(recording), application, file));
    starts.put(RECORDING, new Start(List.of(agent, recording), application, file));
    starts.put(OWN, new Start(List.of(agent + "=recording=" + own), application, own));
    for (var name : List.of(NONE, EMPTY, IDLE, JFR, RECORDING, OWN)) {
      var cache = folder.resolve(starts.size() + ".aot");
      starts.put(name + CACHED, starts.get(name).cached(cache));
    }
    return starts;
  }

  private static String table(
      Map<String, Start> starts,
      Map<String, List<Double>> times,
      Map<String, List<Double>> firsts,
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
            "of these not from a cache",
            "resident memory, MiB");
    for (var name : starts.keySet()) {
      var classes = classes(starts.get(name), folder);
      table.row(
          name,
          Samples.of(times.get(name)).text("%.0f", MILLI),
          more(times, name),
          Samples.of(firsts.get(name)).text("%.1f", MILLI),
          events.containsKey(name) ? Samples.of(events.get(name)).text("%.0f", MILLI) : "",
          Integer.toString(classes.size()),
          Long.toString(classes.stream().filter(line -> !line.contains("shared objects")).count()),
          String.format(Locale.ROOT, "%.0f", number(starts.get(name).run("memory")) / 1024));
    }
    return table.toString();
  }

  private static String more(Map<String, List<Double>> times, String name) {
    var base = BASES.get(name.replace(CACHED, ""));
    if (base == null) {
      return "";
    }
    var compared = times.get(name.endsWith(CACHED) ? base + CACHED : base);
    var differences = new ArrayList<Double>();
    for (int round = 0; round < compared.size(); round++) {
      differences.add(times.get(name).get(round) - compared.get(round));
    }
    return Samples.of(differences).text("%.0f", MILLI);
  }

  private static double wall(Start start) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    start.run();
    return System.nanoTime() - begin;
  }

  /** From the JVM's begin until an event stands in the recording; its main starts a process. */
  private static double firstEvent(Start start, String wanted)
      throws IOException, InterruptedException {
    var begin = Instant.now();
    start.run("start");
    try (var events = new RecordingFile(start.recording())) {
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (event.getEventType().getName().equals(wanted)) {
          return Duration.between(begin, event.getEndTime()).toNanos();
        }
      }
    }
    throw new IllegalStateException(start.recording() + " has no event " + wanted);
  }

  private static double number(String printed) {
    return printed
        .lines()
        .filter(line -> line.matches("\\d+"))
        .reduce((ignored, last) -> last)
        .map(Double::valueOf)
        .orElseThrow(() -> new IllegalStateException(printed));
  }

  /** Where the JVM got each class from. */
  private static List<String> classes(Start start, Path folder)
      throws IOException, InterruptedException {
    var log = folder.resolve("classes");
    start.run(List.of("-Xlog:class+load:file=" + log));
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("source:")).toList();
    }
  }
}
