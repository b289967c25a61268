package io.github.exectrace.cli.sidecar;

import io.github.exectrace.agent.OptionalModule;
import io.github.exectrace.cli.options.CaptureOptions;
import io.github.exectrace.cli.output.ClosedOutputException;
import io.github.exectrace.cli.output.LineOutput;
import io.github.exectrace.cli.sidecar.PidNamespaceServer.Request;
import io.github.exectrace.cli.signals.IgnoredSignals;
import io.github.exectrace.cli.signals.StopSignals;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Logs each exec of a pid namespace that another container names, for workspace audit logs. */
@Command(
    name = "sidecar",
    description =
        "Waits until the pid namespace of a workspace is POSTed over HTTP, then logs each exec in"
            + " it to standard error, as one JSON object a line.",
    modelTransformer = CaptureOptions.class)
public final class SidecarCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);

  @Option(
      names = "--init-address",
      paramLabel = "HOST:PORT",
      description =
          "Where to wait for the pid namespace: POST its inode, as in 'stat -Lc %%i"
              + " /proc/self/ns/pid', as text/plain to /. Whoever reaches this address can name a"
              + " namespace, so it is one that only this machine or pod reaches. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "127.0.0.1:56123",
      converter = ListenAddress.Converter.class)
  private ListenAddress initAddress;

  @Option(
      names = "--startup-timeout",
      paramLabel = "DURATION",
      description =
          "How long to wait for it, such as 90s or 1h30m; then it fails. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "15m",
      converter = GoDuration.Converter.class)
  private GoDuration startupTimeout;

  @Option(
      names = "--use-local-pidns",
      description = "Do not wait, but trace the pid namespace that this command runs in.")
  private boolean useLocalPidNamespace;

  @Option(
      names = "--allow-initial-pidns",
      description = "Take also the machine's first pid namespace, with all its containers.")
  private boolean allowInitialPidNamespace;

  @Option(
      names = "--allow-unseen-pidns",
      description =
          "Take also a pid namespace without a process that this command can see: in a pid"
              + " namespace of its own it does not see those of others.")
  private boolean allowUnseenPidNamespace;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Something that each line is to carry; may be given several times.",
      converter = Label.Converter.class)
  private List<Label> labels = List.of();

  @Spec private CommandSpec spec;
  private TracerOptions options;

  /** Called by picocli. */
  SidecarCommand() {}

  @Override
  public Integer call() {
    options = CaptureOptions.apply(spec, TracerOptions.defaults());
    var log =
        new SidecarLog(
            new LineOutput(new FileOutputStream(FileDescriptor.err)),
            Label.byKey(labels),
            CaptureOptions.redaction(spec));
    try (var signals = StopSignals.watch()) {
      return run(log, signals);
    } catch (ClosedOutputException readerGone) {
      return ExitCode.OK;
    }
  }

  private int run(SidecarLog log, StopSignals signals) {
    try {
      IgnoredSignals.takeOver();
      log.debug("sidecar begins");
      if (useLocalPidNamespace) {
        traceHere(log, signals);
      } else {
        traceOnRequest(log, signals);
      }
      return ExitCode.OK;
    } catch (IOException refused) {
      log.error(refused.getMessage());
      signals.exitWith(ExitCode.SOFTWARE);
      return ExitCode.SOFTWARE;
    }
  }

  private static void sayThatASignalCame(SidecarLog log) {
    log.warn("a signal ends the sidecar");
  }

  private void traceHere(SidecarLog log, StopSignals signals) throws IOException {
    log.debug("tracing the sidecar's own pid namespace");
    try (var tracer = start(PidNamespace.current(), log)) {
      logExecs(tracer, log, signals, () -> {});
    }
  }

  /** Goes on listening, to say why a later request is refused. */
  private void traceOnRequest(SidecarLog log, StopSignals signals) throws IOException {
    OptionalModule.HTTP_SERVER.requireOr("use --use-local-pidns");
    var check = new PidNamespaceCheck(allowInitialPidNamespace, allowUnseenPidNamespace);
    try (var server = PidNamespaceServer.listen(initAddress, check)) {
      var request = receive(server, log, signals);
      if (request.isEmpty()) {
        sayThatASignalCame(log);
        return;
      }
      logAccepted(request.get(), log);
      try (var tracer = start(request.get().namespace(), log)) {
        server.confirm();
        logExecs(tracer, log, signals, () -> logRefusals(server, log));
      }
    }
  }

  private static void logAccepted(Request request, SidecarLog log) {
    log.debug(
        "pid namespace received",
        json -> {
          json.name("pid_ns").value(Integer.toUnsignedLong(request.namespace().inode()));
          json.name("sender").value(request.sender());
        });
  }

  private static void logRefusals(PidNamespaceServer server, SidecarLog log) {
    for (var next = server.nextRefusal(); next.isPresent(); next = server.nextRefusal()) {
      var refusal = next.get();
      log.warn(
          "a request was refused",
          json -> {
            json.name("sender").value(refusal.sender());
            json.name("reason").value(refusal.reason());
          });
    }
  }

  private Optional<Request> receive(PidNamespaceServer server, SidecarLog log, StopSignals signals)
      throws IOException {
    var address = new ListenAddress(initAddress.host(), server.port());
    log.debug(
        "waiting for a pid namespace",
        json -> {
          json.name("addr").value(address.toString());
          json.name("timeout").value(startupTimeout.text());
        });
    long deadline = System.nanoTime() + startupTimeout.value().toNanos();
    while (!signals.received()) {
      var left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        throw new IOException(
            "no pid namespace was POSTed to %s within %s; let the workspace reach this address,"
                    .formatted(address, startupTimeout.text())
                + " or wait longer with --startup-timeout");
      }
      var request = server.await(left.compareTo(POLL) < 0 ? left : POLL);
      logRefusals(server, log);
      if (request.isPresent()) {
        return request;
      }
    }
    return Optional.empty();
  }

  private Tracer start(PidNamespace namespace, SidecarLog log) throws IOException {
    log.debug(
        "pid namespace known",
        json -> json.name("pid_ns").value(Integer.toUnsignedLong(namespace.inode())));
    log.debug("loading the kernel program");
    var tracer = Tracer.open(options(namespace, log));
    log.debug("tracing");
    return tracer;
  }

  private static void logExecs(
      Tracer tracer, SidecarLog log, StopSignals signals, Runnable alsoToBeLogged)
      throws IOException {
    while (!signals.received()) {
      tracer.drain(event -> logExec(event, log));
      alsoToBeLogged.run();
      log.flush();
      tracer.await(POLL);
    }
    alsoToBeLogged.run();
    sayThatASignalCame(log);
    tracer.stop();
    tracer.drain(event -> logExec(event, log));
    log.account(tracer.ledger(), tracer.delivered());
  }

  /** Failed execs would take tracefs, which a container often lacks. */
  private TracerOptions options(PidNamespace namespace, SidecarLog log) {
    return options
        .withScope(new Scope.Namespace(namespace))
        .with(Kind.EXIT, false)
        .with(Kind.FAILURE, false)
        .withDiagnostics(log::warn);
  }

  private static void logExec(ProcessEvent event, SidecarLog log) {
    if (event instanceof ProcessEvent.Exec exec) {
      log.exec(exec);
    }
  }
}
