package io.github.exectrace.bench;

import io.github.exectrace.bench.RunStatistics.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the kernel program costs for each process, as the kernel itself measures it, beside the
 * tracers of other projects. Programs that do nothing show what the measurement alone takes; that
 * is subtracted.
 */
final class KernelCost implements Section {
  private static final String STARTS = Integer.toString(Settings.number("kernel.starts", 1000));
  private static final int ROUNDS = Settings.number("kernel.rounds", 9);
  private static final String[] PROGRAM = {"/bin/true", "a", "b", "c", "d", "e"};
  private static final String NOTHING =
      "tracepoint:sched:sched_process_fork { } tracepoint:sched:sched_process_exec { }"
          + " tracepoint:sched:sched_process_exit { }";
  private static final int MILLIS_BETWEEN_LOOKS = 1000;
  private static final int MOST_LOOKS = 30;
  private static final double MICRO = 1000;

  /** Of one tracer in one round: what each of its programs used for all the starts. */
  private record Round(Map<String, Use> programs, long starts) {
    double nanosPerRun(String program) {
      var use = programs.get(program);
      return (double) use.nanos() / use.runs();
    }

    /** All programs together, for one process from its fork to its exit. */
    double nanosPerStart(double ofMeasurement) {
      return programs.values().stream()
              .mapToDouble(use -> use.nanos() - use.runs() * ofMeasurement)
              .sum()
          / starts;
    }
  }

  private interface Load {
    void run() throws IOException, InterruptedException;
  }

  @Override
  @SuppressWarnings("try") // they are on meanwhile, and that is all
  public String measure() throws IOException, InterruptedException {
    try (var ignored = RunStatistics.on()) {
      var results =
          new Rounds<Round>()
              .add("traced", () -> agent(/* inside= */ true))
              .add("not traced", () -> agent(/* inside= */ false))
              .add("execsnoop (libbpf-tools)", () -> other("execsnoop"))
              .add("execsnoop.bt (bpftrace)", () -> other("execsnoop.bt"))
              .add("nothing", () -> other("bpftrace", "-e", NOTHING))
              .run(ROUNDS);
      var nothing =
          median(
              results.get("nothing"), round -> total(round).nanos() / (double) total(round).runs());
      return hooks(results, nothing) + "\n" + tracers(results, nothing);
    }
  }

  private static Round agent(boolean inside) throws IOException, InterruptedException {
    var file = Files.createTempFile("exectrace-", ".jfr");
    try (var jvm = TracedJvm.recording(file)) {
      return round(
          jvm.pid(),
          () -> {
            if (inside) {
              jvm.starts(STARTS, PROGRAM);
            } else {
              Child.starts(STARTS, PROGRAM);
            }
          });
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Round other(String... command) throws IOException, InterruptedException {
    try (var tracer = Child.silent(List.of(command))) {
      awaitPrograms(tracer.pid());
      return round(tracer.pid(), () -> Child.starts(STARTS, PROGRAM));
    }
  }

  /** None of the others says when it has begun. */
  private static void awaitPrograms(long pid) throws IOException, InterruptedException {
    int number = 0;
    for (int look = 0; look < MOST_LOOKS; look++) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
      int found = RunStatistics.of(pid).size();
      if (found > 0 && found == number) {
        return;
      }
      number = found;
    }
  }

  private static Round round(long pid, Load load) throws IOException, InterruptedException {
    var before = RunStatistics.of(pid);
    load.run();
    var used = new TreeMap<String, Use>();
    RunStatistics.of(pid)
        .forEach(
            (program, use) -> {
              var since = use.since(before.getOrDefault(program, new Use(0, 0)));
              if (since.runs() >= Long.parseLong(STARTS)) {
                used.put(program, since);
              }
            });
    if (used.isEmpty()) {
      throw new IOException(
          "process "
              + pid
              + " has no BPF program that saw "
              + STARTS
              + " starts; does it run here?");
    }
    return new Round(used, Long.parseLong(STARTS));
  }

  private static Use total(Round round) {
    return new Use(
        round.programs.values().stream().mapToLong(Use::runs).sum(),
        round.programs.values().stream().mapToLong(Use::nanos).sum());
  }

  private static double median(List<Round> rounds, Function<Round, Double> value) {
    return Samples.of(rounds.stream().map(value).toList()).median();
  }

  private static String hooks(Map<String, List<Round>> results, double nothing) {
    var table =
        new Table(
            "Kernel time of one call, µs, without the "
                + String.format(Locale.ROOT, "%.2f", nothing / MICRO)
                + " µs that measuring takes",
            "hook",
            "process traced",
            "process not traced");
    var programs = new TreeSet<>(results.get("traced").getFirst().programs.keySet());
    for (var program : programs) {
      var cells = new ArrayList<>(List.of(program));
      for (var whose : List.of("traced", "not traced")) {
        cells.add(
            Samples.of(
                    results.get(whose).stream()
                        .map(round -> round.nanosPerRun(program) - nothing)
                        .toList())
                .text("%.2f", MICRO));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table.toString();
  }

  private static String tracers(Map<String, List<Round>> results, double nothing) {
    var table =
        new Table(
            "Kernel time of all calls for one process, from its fork to its exit, µs",
            "tracer",
            "time",
            "records");
    table.row("exectrace", each(results.get("traced"), nothing), "fork, exec, exit, thread");
    table.row("exectrace, process not traced", each(results.get("not traced"), nothing), "");
    for (var other : List.of("execsnoop (libbpf-tools)", "execsnoop.bt (bpftrace)")) {
      table.row(other, each(results.get(other), nothing), "exec");
    }
    return table.toString();
  }

  private static String each(List<Round> rounds, double nothing) {
    return Samples.of(rounds.stream().map(round -> round.nanosPerStart(nothing)).toList())
        .text("%.2f", MICRO);
  }
}
