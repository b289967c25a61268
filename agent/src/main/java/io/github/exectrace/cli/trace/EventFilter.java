package io.github.exectrace.cli.trace;

import io.github.exectrace.cli.output.TracedEvent;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.CgroupPaths;
import io.github.exectrace.tracer.ProcessEvent;
import java.util.List;
import picocli.CommandLine.Option;

/** Which events are printed; an event must pass all that are given. */
final class EventFilter {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Only programs with this file name, or started by a thread of this name.")
  private List<String> names = List.of();

  @Option(names = "--uid", paramLabel = "UID", description = "Only of this real user id.")
  private List<Long> users = List.of();

  @Option(
      names = "--cgroup",
      paramLabel = "PATH",
      description = "Only in this cgroup (version 2) or below it, such as /system.slice.")
  private String cgroup;

  @Option(
      names = "--failed",
      description = "Only execs that failed and, with --exits, ends other than with exit code 0.")
  private boolean failed;

  private final CgroupPaths cgroups = new CgroupPaths();

  /** Called by picocli. */
  EventFilter() {}

  boolean accepts(TracedEvent traced) {
    return switch (traced.event()) {
      case ProcessEvent.Exec exec -> !failed && acceptsExec(exec);
      case ProcessEvent.ExecFailed refused -> acceptsExec(refused.attempt());
      case ProcessEvent.Exit exit ->
          (!failed || exit.signal() != 0 || exit.exitCode() != 0)
              && traced.program().map(this::acceptsExec).orElseGet(() -> acceptsUnknown(exit));
      case ProcessEvent.Fork ignored -> false;
      case ProcessEvent.Adopted ignored -> false;
    };
  }

  /** Of a process that was there before, or has executed nothing, only its name is known. */
  private boolean acceptsUnknown(ProcessEvent.Exit exit) {
    return users.isEmpty() && cgroup == null && acceptsName(exit.name(), exit.name());
  }

  private boolean acceptsExec(ProcessEvent.Exec exec) {
    return acceptsName(exec.executable(), exec.callerName())
        && (users.isEmpty() || users.contains(exec.userId()))
        && (cgroup == null || isInCgroup(exec));
  }

  private boolean acceptsName(ByteString executable, ByteString caller) {
    if (names.isEmpty()) {
      return true;
    }
    var file = executable.fileName();
    return names.stream().anyMatch(name -> caller.is(name) || file.is(name));
  }

  private boolean isInCgroup(ProcessEvent.Exec exec) {
    return cgroups
        .find(exec.cgroup(), exec.head().pid())
        .filter(path -> isIn(path, ByteString.of(cgroup)))
        .isPresent();
  }

  private static boolean isIn(ByteString path, ByteString folder) {
    var below = folder.endsWith("/") ? folder : folder.concat(ByteString.of("/"));
    return path.concat(ByteString.of("/")).startsWith(below);
  }
}
