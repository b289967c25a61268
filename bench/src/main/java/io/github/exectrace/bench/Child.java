package io.github.exectrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that is measured, or that measures. Closing it ends it. */
final class Child implements AutoCloseable {
  private static final int MILLIS_WITHOUT_ORDERS = 1_000;
  private static final int SECONDS_TO_END = 30;

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  private Child(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.orders =
        new PrintStream(process.getOutputStream(), /* autoFlush= */ true, StandardCharsets.UTF_8);
  }

  /** One that obeys and answers, and ends when there are no more orders. */
  static Child obeying(List<String> command) throws IOException {
    return new Child(new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
  }

  /** One whose output no one reads. */
  static Child silent(List<String> command) throws IOException {
    return new Child(
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  /** Runs a command to its end and gives what it printed. */
  static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + printed);
    }
    return printed;
  }

  /** What {@code starts} says. */
  record Starts(long number, long nanos) {
    static Starts parse(String line) {
      var words = line.strip().split(" ", -1);
      return new Starts(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    double nanosEach() {
      return (double) nanos / number;
    }

    double perSecond() {
      return number * 1e9 / nanos;
    }
  }

  /** Starts processes from here, outside of what an agent follows. */
  static Starts starts(String number, String... program) throws IOException, InterruptedException {
    return Starts.parse(run(join(List.of(Settings.starts(), number), program)));
  }

  /** The same on one processor, so that none has to wake another one up: far less noise. */
  static Starts startsOnOneProcessor(String number, String... program)
      throws IOException, InterruptedException {
    return Starts.parse(
        run(join(List.of("taskset", "--cpu-list", "0", Settings.starts(), number), program)));
  }

  private static String[] join(List<String> first, String[] second) {
    var all = new ArrayList<>(first);
    all.addAll(List.of(second));
    return all.toArray(String[]::new);
  }

  long pid() {
    return process.pid();
  }

  String line() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IOException(process.info().command().orElse("a process") + " ended too early");
    }
    return line;
  }

  /** Sends a line and waits for the answer. */
  String order(String... words) throws IOException {
    orders.println(String.join(" ", words));
    return line();
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(MILLIS_WITHOUT_ORDERS, TimeUnit.MILLISECONDS)) {
        process.destroy();
      }
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
