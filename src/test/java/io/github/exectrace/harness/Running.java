package io.github.exectrace.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A JVM that was started. Closing it kills what is left of it and of its descendants. */
public final class Running implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final Process process;
  private final Path out;
  private final Path err;
  private final Path recording;
  private int orders;

  Running(Process process, Path out, Path err, Path recording) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.recording = recording;
  }

  /** Any other program, that prints everything into one file. */
  Running(Process process, Path output) {
    this(process, output, output, output);
  }

  /** The JVM's pid. */
  public long pid() {
    return process.pid();
  }

  /** What the JDK's jcmd answers when it asks this JVM for something. */
  public String jcmd(String... command) {
    var all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid())));
    Collections.addAll(all, command);
    return Command.run(all.toArray(String[]::new));
  }

  /** Sends it a signal such as {@code TERM}. */
  public void signal(String name) {
    Command.run("kill", "-" + name, Long.toString(pid()));
  }

  /** Writes to its standard input. */
  public void input(String text) throws IOException {
    var in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /**
   * Gives an {@link io.github.exectrace.app.OnCommand} an order and waits, 20 seconds at most,
   * until it is carried out.
   *
   * @return what it answered
   */
  public String order(String... words) {
    orders++;
    var begin = orders + ": ";
    try {
      var in = process.getOutputStream();
      in.write((String.join("\t", words) + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException ended) {
      throw new AssertionError("it does not listen any more; " + text(out) + text(err), ended);
    }
    return awaitLine(out, line -> line.startsWith(begin), begin).substring(begin.length());
  }

  /** Closes its standard input. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException ended) {
      throw new AssertionError("it does not listen any more; " + text(out) + text(err), ended);
    }
  }

  /** Waits, 20 seconds at most, until the application has printed a line. */
  public void awaitLine(String line) {
    awaitLine(out, line::equals, line);
  }

  /** The first line on standard error with something in it; waits for it, 20 seconds at most. */
  public String awaitError(String part) {
    return awaitLine(err, line -> line.contains(part), part);
  }

  /** The first line that was printed with something in it; waits as {@link #awaitLine}. */
  public String awaitOutput(String part) {
    return awaitLine(out, line -> line.contains(part), part);
  }

  private String awaitLine(Path file, Predicate<String> wanted, String name) {
    Waiting.upTo(LONGEST_WAIT, () -> text(file).lines().anyMatch(wanted) || !process.isAlive());
    return text(file)
        .lines()
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no line '" + name + "'; printed: " + text(out) + "; errors: " + text(err)));
  }

  /** Closes its standard input. */
  public void endOfInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits for its end. */
  public Ended end(Duration longest) {
    try {
      if (!process.waitFor(Waiting.patiently(longest).toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new AssertionError(
            "still running after " + longest + "; printed: " + text(out) + text(err));
      }
      return new Ended(process.pid(), process.exitValue(), text(out), text(err), recording);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
