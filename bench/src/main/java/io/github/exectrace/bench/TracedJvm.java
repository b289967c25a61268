package io.github.exectrace.bench;

import io.github.exectrace.bench.Child.Starts;
import io.github.exectrace.bench.app.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A JVM with the agent. */
final class TracedJvm implements AutoCloseable {
  private static final int MILLIS_BETWEEN_LOOKS = 10;

  private final Child child;

  private TracedJvm(Child child) {
    this.child = child;
  }

  /**
   * Starts a worker.
   *
   * @param options the agent's
   */
  static TracedJvm start(String options, String... flags) throws IOException {
    var command = new ArrayList<>(List.of(Settings.jdk("java"), "-XX:+UseSerialGC"));
    command.add("-javaagent:" + Settings.jar() + "=" + options);
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    var jvm = new TracedJvm(Child.obeying(command));
    jvm.child.line();
    return jvm;
  }

  /** One that records into a file from its beginning. */
  static TracedJvm recording(Path file) throws IOException {
    return start("recording=" + file);
  }

  long pid() {
    return child.pid();
  }

  String order(String... words) throws IOException {
    return child.order(words);
  }

  /** Starts processes below it. */
  Starts starts(String number, String... program) throws IOException {
    return Starts.parse(order(words("run", number, program)));
  }

  /** The same from two processes at once. */
  List<Starts> startsTwice(String number, String... program) throws IOException {
    return Arrays.stream(order(words("twice", number, program)).split(",", -1))
        .map(Starts::parse)
        .toList();
  }

  private static String[] words(String order, String number, String[] program) {
    var words = new ArrayList<>(List.of(order, Settings.starts(), number));
    words.addAll(List.of(program));
    return words.toArray(String[]::new);
  }

  /** CPU time of the thread that reads the ring buffer, in seconds. */
  double readerSeconds() throws IOException {
    var task =
        reader()
            .orElseThrow(() -> new IOException("the JVM has no thread that reads the ring buffer"));
    // Nanoseconds first (Documentation/scheduler/sched-stats.rst); the ticks of stat miss what
    // takes less than one.
    return Double.parseDouble(Files.readString(task.resolve("schedstat")).split(" ", -1)[0]) / 1e9;
  }

  /** Waits until nothing is traced any more, which is soon after the last recording has ended. */
  void awaitUntraced() throws IOException, InterruptedException {
    while (reader().isPresent()) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  private Optional<Path> reader() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/" + pid() + "/task"))) {
      return tasks.filter(TracedJvm::isReader).findFirst();
    }
  }

  private static boolean isReader(Path task) {
    try {
      return Files.readString(task.resolve("comm")).startsWith("exectrace-reade");
    } catch (IOException ended) {
      return false;
    }
  }

  /** Resident memory in KiB. */
  long residentKib() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc has no VmRSS");
  }

  long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
      return open.count();
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
