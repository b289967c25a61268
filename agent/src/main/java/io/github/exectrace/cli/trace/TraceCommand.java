package io.github.exectrace.cli.trace;

import io.github.exectrace.cli.options.CaptureOptions;
import io.github.exectrace.cli.output.ClosedOutputException;
import io.github.exectrace.cli.output.EventFormat;
import io.github.exectrace.cli.output.LineOutput;
import io.github.exectrace.cli.output.OutputOptions;
import io.github.exectrace.cli.output.Summary;
import io.github.exectrace.cli.signals.IgnoredSignals;
import io.github.exectrace.cli.signals.StopSignals;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints each exec of the machine or of a part of it, until a signal ends it. */
@Command(
    name = "trace",
    description = "Prints each exec until SIGINT or SIGTERM. The default command.",
    modelTransformer = CaptureOptions.class)
public final class TraceCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(50);

  @Option(
      names = {"-p", "--pid-ns"},
      paramLabel = "INODE",
      description =
          "Only processes in this pid namespace or below it, as in 'readlink /proc/self/ns/pid';"
              + " 0 for all.",
      defaultValue = "0")
  private long pidNamespace;

  @Option(names = "--exits", description = "Print the end of each process too.")
  private boolean exits;

  @Option(
      names = "--no-failures",
      description = "Leave out failed execs; tracing them costs every system call some 50 ns.")
  private boolean noFailures;

  @Mixin private ProcessTreeOption tree;
  @Mixin private OutputOptions output;
  @Mixin private EventFilter filter;
  @Spec private CommandSpec spec;
  private final KnownProcesses known = new KnownProcesses();

  /** Called by picocli. */
  TraceCommand() {}

  @Override
  public Integer call() throws IOException {
    var format = output.format();
    var redaction = CaptureOptions.redaction(spec);
    var out = new LineOutput(new FileOutputStream(FileDescriptor.out));
    var err = spec.commandLine().getErr();
    IgnoredSignals.takeOver();
    try (var tracer = Tracer.open(options());
        var signals = StopSignals.watch()) {
      err.println("exectrace: tracing; a signal such as Ctrl-C ends it");
      err.flush();
      while (!signals.received() && !tree.hasEnded()) {
        print(tracer, redaction, format, out);
        tracer.await(POLL);
      }
      tracer.stop();
      print(tracer, redaction, format, out);
      err.println(Summary.of(tracer));
      err.flush();
    } catch (ClosedOutputException readerGone) {
      return ExitCode.OK;
    }
    return ExitCode.OK;
  }

  private void print(Tracer tracer, Redaction redaction, EventFormat format, LineOutput out) {
    tracer.drain(
        event -> {
          tree.add(event);
          var traced = known.add(event);
          if (filter.accepts(traced) && (exits || !(event instanceof ProcessEvent.Exit))) {
            out.print(format.format(traced.redacted(redaction)));
          }
        });
    out.flush();
  }

  private Scope scope() throws IOException {
    if (tree.isGiven()) {
      if (pidNamespace != 0) {
        throw new ParameterException(
            spec.commandLine(), "--pid and --pid-ns exclude each other; give one of them");
      }
      return tree.scope();
    }
    return pidNamespace == 0
        ? new Scope.WholeSystem()
        : new Scope.Namespace(new PidNamespace((int) pidNamespace));
  }

  private TracerOptions options() throws IOException {
    return CaptureOptions.apply(spec, TracerOptions.defaults())
        .withScope(scope())
        .with(Kind.FORK, tree.isGiven())
        .with(Kind.EXIT, exits || tree.isGiven())
        .with(Kind.FAILURE, !noFailures);
  }
}
