package io.github.exectrace.facts;

import io.github.exectrace.harness.Waiting;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A tracer, the programs that a test runs under its eyes, and what it has seen so far. */
final class Watch implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Waiting.patiently(Duration.ofSeconds(10));

  private final Tracer tracer;
  private final List<ProcessEvent> seen = new ArrayList<>();

  private Watch(Tracer tracer) {
    this.tracer = tracer;
  }

  static Watch open(TracerOptions options) throws IOException {
    return new Watch(Tracer.open(options));
  }

  /** What this JVM starts: execs, failed ones too, and exits. */
  static TracerOptions options() {
    return TracerOptions.defaults().with(Kind.FAILURE, true);
  }

  Tracer tracer() {
    return tracer;
  }

  /** Takes everything that has happened so far for not seen. */
  void forget() {
    tracer.drain(ignored -> {});
    seen.clear();
  }

  /** Runs a program and waits for its end, and for the record of that. */
  Finished run(String... command) throws IOException {
    return run(new ProcessBuilder(command));
  }

  Finished run(Path directory, String... command) throws IOException {
    return run(new ProcessBuilder(command).directory(directory.toFile()));
  }

  private Finished run(ProcessBuilder program) throws IOException {
    var process = program.redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = process.getInputStream().readAllBytes();
    try {
      int exitCode = process.waitFor();
      int pid = Math.toIntExact(process.pid());
      exitOf(pid); // and so its execs have come
      return new Finished(pid, exitCode, output);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The exec of a file. */
  ProcessEvent.Exec exec(String executable) {
    return exec(exec -> exec.executable().is(executable));
  }

  ProcessEvent.Exec exec(Predicate<ProcessEvent.Exec> which) {
    return await(ProcessEvent.Exec.class, which);
  }

  /** The failed exec of a file. */
  ProcessEvent.ExecFailed failure(String executable) {
    return await(ProcessEvent.ExecFailed.class, each -> each.attempt().executable().is(executable));
  }

  /** The one process that was taken in and of which something is true. */
  ProcessEvent.Adopted adopted(Predicate<ProcessEvent.Adopted> which) {
    return await(ProcessEvent.Adopted.class, which);
  }

  ProcessEvent.Exit exitOf(int pid) {
    return await(ProcessEvent.Exit.class, exit -> exit.head().pid() == pid);
  }

  /** The one event of its kind of which something is true; waits for it some seconds. */
  private <T extends ProcessEvent> T await(Class<T> kind, Predicate<T> which) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    var found = matching(kind, which);
    while (found.isEmpty() && System.nanoTime() < deadline) {
      tracer.read(LONGEST_WAIT).ifPresent(seen::add);
      tracer.drain(seen::add);
      found = matching(kind, which);
    }
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " events instead of one, among " + seen);
    }
    return found.getFirst();
  }

  /** All events of a kind of which something is true, as far as they have come. */
  <T extends ProcessEvent> List<T> matching(Class<T> kind, Predicate<T> which) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).filter(which).toList();
  }

  /** Arguments as text. */
  static List<String> texts(Arguments arguments) {
    return arguments.list().stream()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() {
    tracer.close();
  }
}
