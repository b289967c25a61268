package io.github.exectrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.RecordsAgain;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A JVM whose native calls fail as the test says. Used by one thread. */
final class Subject implements AutoCloseable {
  /** When in a cycle. */
  enum Phase {
    /** A recording starts, and so tracing. */
    OPEN,
    /** Processes start and end. */
    WORK,
    /** The recording ends. */
    CLOSE
  }

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Pattern OTHER_MEMORY =
      Pattern.compile("Other \\(reserved=(\\d+)", Pattern.DOTALL);

  private final Path scratch;
  private final Faults faults;
  private final Running running;
  private final Map<Phase, Map<String, Long>> calls = new EnumMap<>(Phase.class);
  private long errorLines;

  /**
   * Starts it.
   *
   * @param scratch an existing empty folder
   * @param options of the agent
   */
  Subject(Path scratch, String options) throws IOException {
    this.scratch = scratch;
    this.faults = new Faults(scratch);
    this.running =
        faults
            .into(Jvm.running(scratch, RecordsAgain.class))
            .flags("-XX:NativeMemoryTracking=summary")
            .agent(options)
            .start();
  }

  /**
   * What became of a recording.
   *
   * @param answers what the application saw of its processes
   * @param left what the agent has left behind
   * @param errors what was printed to standard error meanwhile
   * @param fired how many calls have failed
   */
  record Outcome(String answers, String left, List<String> errors, Trace trace, long fired) {}

  /** Records without a fault. */
  Outcome record() throws IOException {
    return record(null, null);
  }

  /** Records from begin to end, with a fault for a part of the time. */
  Outcome record(Phase faulty, Fault fault) throws IOException {
    var recording = scratch.resolve("cycle.jfr");
    Files.deleteIfExists(recording);
    var answers = new StringBuilder();
    running.order("child");
    for (var phase : Phase.values()) {
      if (phase == faulty) {
        faults.arm(fault);
      }
      var earlier = faults.calls();
      answers.append(
          switch (phase) {
            case OPEN -> running.order("open") + running.order("settle");
            case WORK -> "; " + running.order("work");
            case CLOSE -> "; " + running.order("close", recording.toString());
          });
      if (phase == faulty) {
        // The agent's own thread may not have come by yet.
        Waiting.upTo(LONGEST_WAIT, () -> faults.fired() > 0);
        faults.disarm();
      }
      calls.put(phase, since(earlier));
    }
    return new Outcome(
        answers.toString(),
        running.order("left"),
        newErrors(),
        Trace.read(recording),
        faults.fired());
  }

  /**
   * Records, but while the recording starts there are only so few descriptors to be had.
   *
   * @param free how many
   */
  Outcome recordWithDescriptors(int free) throws IOException {
    var recording = scratch.resolve("cycle.jfr");
    Files.deleteIfExists(recording);
    running.order("child");
    var limit = Command.run("prlimit", "--pid", pid(), "--nofile", "-o", "SOFT", "--noheadings");
    limitDescriptors(Integer.toString(limitFor(free)));
    var open = running.order("open");
    limitDescriptors(limit.strip());
    var answers = open + running.order("settle") + "; " + running.order("work");
    answers += "; " + running.order("close", recording.toString());
    return new Outcome(answers, running.order("left"), newErrors(), Trace.read(recording), 0);
  }

  private String pid() {
    return Long.toString(running.pid());
  }

  private void limitDescriptors(String number) {
    var said = Command.run("prlimit", "--pid", pid(), "--nofile=" + number + ":");
    assertThat(said).isEmpty();
  }

  /** The limit is not on how many there are but on their numbers, and there may be gaps. */
  private int limitFor(int free) throws IOException {
    var used = new HashSet<String>();
    try (var descriptors = Files.list(Path.of("/proc", pid(), "fd"))) {
      descriptors.forEach(each -> used.add(each.getFileName().toString()));
    }
    int limit = 0;
    for (int left = free; left > 0 || used.contains(Integer.toString(limit)); limit++) {
      if (!used.contains(Integer.toString(limit))) {
        left--;
      }
    }
    return limit;
  }

  private Map<String, Long> since(Map<String, Long> earlier) {
    var since = new TreeMap<String, Long>();
    faults
        .calls()
        .forEach(
            (function, count) -> {
              long more = count - earlier.getOrDefault(function, 0L);
              if (more > 0) {
                since.put(function, more);
              }
            });
    return since;
  }

  /** The native calls of the last recording, by function. */
  Map<String, Long> calls(Phase phase) {
    return calls.get(phase);
  }

  private List<String> newErrors() throws IOException {
    var all = Files.readAllLines(scratch.resolve("stderr"));
    var fresh = all.subList((int) errorLines, all.size());
    errorLines = all.size();
    return List.copyOf(fresh);
  }

  /** Kilobytes that Java code has taken of the C library's memory, for one thing for FFM. */
  long nativeKilobytes() {
    var reported = running.jcmd("VM.native_memory", "summary");
    var found = OTHER_MEMORY.matcher(reported);
    assertThat(found.find()).as(reported).isTrue();
    return Long.parseLong(found.group(1));
  }

  @Override
  public void close() {
    running.close();
  }
}
