package io.github.exectrace.bench.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import jdk.jfr.Recording;

/**
 * An application under the agent. It does what the lines of its standard input say, one after the
 * other, and answers each with a line; it ends with its input.
 */
public final class Worker {
  private static final int STARTS_TO_SETTLE = 10;
  private static final int MILLIS_TO_SETTLE = 50;

  private static Recording recording;

  private Worker() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/true").start().waitFor(); // waits until tracing has begun
    System.out.println("ready");
    try (var orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(obey(order.split(" ", -1)));
      }
    }
  }

  private static String obey(String[] order) throws IOException, InterruptedException {
    var rest = Arrays.asList(order).subList(1, order.length);
    return switch (order[0]) {
      case "run" -> run(1, rest);
      case "twice" -> run(2, rest);
      case "start" -> start(Integer.parseInt(rest.getFirst()));
      case "record" -> record(Path.of(rest.getFirst()));
      case "stop" -> stop();
      case "heap" -> heap();
      default -> throw new IllegalArgumentException(order[0]);
    };
  }

  /** Some processes at once, of which each prints a line. */
  private static String run(int number, List<String> command)
      throws IOException, InterruptedException {
    var running = new ArrayList<Process>();
    for (int i = 0; i < number; i++) {
      running.add(new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
    }
    var answers = new ArrayList<String>();
    for (var process : running) {
      answers.add(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
      process.waitFor();
    }
    return String.join(",", answers);
  }

  /** One process after the other; the nanoseconds of each but the first few. */
  private static String start(int number) throws IOException, InterruptedException {
    var nanos = new StringJoiner(",");
    for (int i = -STARTS_TO_SETTLE; i < number; i++) {
      long began = System.nanoTime();
      new ProcessBuilder("/bin/true").start().waitFor();
      long ended = System.nanoTime();
      if (i >= 0) {
        nanos.add(Long.toString(ended - began));
      }
    }
    Thread.sleep(MILLIS_TO_SETTLE); // what is left to be recorded must not meet the next one's turn
    return nanos.toString();
  }

  private static String record(Path file) throws IOException, InterruptedException {
    recording = new Recording();
    recording.enable("exectrace.ProcessExec");
    recording.setDestination(file);
    recording.start();
    new ProcessBuilder("/bin/true").start().waitFor();
    return "recording";
  }

  private static String stop() {
    recording.close();
    return "stopped";
  }

  /** Bytes in use after a full collection. */
  private static String heap() {
    System.gc();
    return Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }
}
