package io.github.exectrace.cli.run;

import io.github.exectrace.cli.options.CaptureOptions;
import io.github.exectrace.cli.output.OutputFile;
import io.github.exectrace.cli.output.Summary;
import io.github.exectrace.cli.signals.IgnoredSignals;
import io.github.exectrace.cli.signals.StopSignals;
import io.github.exectrace.events.Launcher;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.text.FailureText;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a command and reports every program that it and its descendants executed. */
@Command(
    name = "run",
    description = {
      "Runs a command and reports every program that it and its descendants executed,",
      "with start, duration and end. The exit code is the command's."
    },
    modelTransformer = CaptureOptions.class)
public final class RunCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(1).toNanos();
  // Less than StopSignals grants.
  private static final long LONGEST_END_NANOS = Duration.ofSeconds(3).toNanos();
  private static final ByteString LAUNCHER =
      ByteString.of(Path.of(System.getProperty("java.home"), "lib", Launcher.NAME));
  // As shells have it.
  private static final int CANNOT_RUN = 127;
  private static final int TERMINATED = 128 + 15;

  /** The formats there are. */
  enum Format {
    TABLE,
    TREE,
    JSON
  }

  @Option(
      names = {"-f", "--output"},
      paramLabel = "FORMAT",
      description = "table, tree or json. Default: ${DEFAULT-VALUE}.",
      defaultValue = "table")
  private Format format;

  @Option(
      names = {"-o", "--report"},
      paramLabel = "FILE",
      description = "Where the report goes. Default: standard error.")
  private Path report;

  @Option(names = "--failures", description = "Report failed execs too.")
  private boolean failures;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments.")
  private List<String> command;

  /** Called by picocli. */
  RunCommand() {}

  @Override
  public Integer call() throws IOException {
    var redaction = CaptureOptions.redaction(spec);
    var history = new ProcessHistory(LAUNCHER, redaction);
    IgnoredSignals.takeOver();
    // Opened first: where it cannot be written, the command need not be run.
    try (var out = report == null ? null : OutputFile.open(report);
        var tracer = Tracer.open(options());
        var signals = StopSignals.watch()) {
      Process process;
      try {
        process = new ProcessBuilder(command).inheritIO().start();
      } catch (IOException failure) {
        spec.commandLine().getErr().println("exectrace: " + FailureText.of(failure));
        return CANNOT_RUN;
      }
      follow(tracer, process, history, signals);
      // Its exit value is 128 and the signal's number if a signal killed it.
      var exitCode = process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
      write(
          new RunReport(redacted(redaction), exitCode, history.outcome(), Summary.of(tracer)), out);
      signals.exitWith(exitCode.orElse(TERMINATED));
      return exitCode.orElse(TERMINATED);
    }
  }

  private List<String> redacted(Redaction redaction) {
    return redaction.apply(Arguments.of(command)).list().stream()
        .map(word -> new String(word, StandardCharsets.UTF_8))
        .toList();
  }

  private TracerOptions options() {
    return CaptureOptions.apply(spec, TracerOptions.defaults()).with(Kind.FAILURE, failures);
  }

  private static void follow(
      Tracer tracer, Process process, ProcessHistory history, StopSignals signals) {
    while (process.isAlive() && !signals.received()) {
      tracer.read(POLL).ifPresent(history::add);
      tracer.drain(history::add);
    }
    long patience = LONGEST_WAIT_NANOS; // its last record may be a moment behind
    if (process.isAlive()) {
      process.destroy();
      patience = LONGEST_END_NANOS; // it may take its time, or ignore that
    }
    int pid = Math.toIntExact(process.pid());
    long deadline = System.nanoTime() + patience;
    tracer.drain(history::add);
    while ((process.isAlive() || !history.hasEnded(pid)) && System.nanoTime() < deadline) {
      tracer.read(POLL).ifPresent(history::add);
    }
    tracer.stop();
    tracer.drain(history::add);
  }

  private void write(RunReport result, OutputStream out) throws IOException {
    var formatted =
        switch (format) {
          case TABLE -> result.table();
          case TREE -> result.tree();
          case JSON -> result.json();
        };
    if (out == null) {
      spec.commandLine().getErr().print(formatted);
      spec.commandLine().getErr().flush();
    } else {
      out.write(formatted.getBytes(StandardCharsets.UTF_8));
    }
  }
}
