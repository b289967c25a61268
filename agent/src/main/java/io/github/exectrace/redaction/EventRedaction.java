package io.github.exectrace.redaction;

import io.github.exectrace.tracer.KernelPath;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.RunningProgram;

/** Masks each name, path and argument of an event. Safe for use by several threads. */
final class EventRedaction {
  private EventRedaction() {}

  static ProcessEvent apply(Redaction redaction, ProcessEvent event) {
    if (event instanceof ProcessEvent.Exec exec) {
      return apply(redaction, exec);
    }
    if (event instanceof ProcessEvent.ExecFailed failed) {
      return new ProcessEvent.ExecFailed(
          apply(redaction, failed.attempt()), failed.errno(), failed.fatal());
    }
    if (event instanceof ProcessEvent.Fork fork) {
      return new ProcessEvent.Fork(
          fork.head(), fork.originTid(), redaction.applyToThreadName(fork.callerName()));
    }
    return event instanceof ProcessEvent.Exit exit
        ? apply(redaction, exit)
        : apply(redaction, (ProcessEvent.Adopted) event);
  }

  private static ProcessEvent.Adopted apply(Redaction redaction, ProcessEvent.Adopted adopted) {
    return new ProcessEvent.Adopted(
        adopted.head(),
        redaction.applyToThreadName(adopted.name()),
        adopted.program().map(program -> apply(redaction, program)));
  }

  private static ProcessEvent.Exit apply(Redaction redaction, ProcessEvent.Exit exit) {
    return new ProcessEvent.Exit(
        exit.head(),
        exit.status(),
        exit.executed(),
        exit.lifetimeNanos(),
        exit.userNanos(),
        exit.systemNanos(),
        exit.maxResidentPages(),
        redaction.applyToThreadName(exit.name()),
        exit.callerName().map(redaction::applyToThreadName));
  }

  private static ProcessEvent.Exec apply(Redaction redaction, ProcessEvent.Exec exec) {
    return new ProcessEvent.Exec(
        exec.head(),
        redaction.apply(exec.executable()),
        exec.interpreter().map(redaction::apply),
        redaction.apply(exec.arguments()),
        exec.environmentBytes(),
        exec.file().map(file -> apply(redaction, file)),
        apply(redaction, exec.workingDirectory()),
        redaction.applyToThreadName(exec.callerName()),
        exec.userId(),
        exec.groupId(),
        exec.effectiveUserId(),
        exec.effectiveGroupId(),
        exec.cgroup(),
        exec.inCgroupsOfTracer());
  }

  private static RunningProgram apply(Redaction redaction, RunningProgram program) {
    return new RunningProgram(
        program.file().map(file -> apply(redaction, file)),
        program.arguments().map(redaction::apply),
        program.workingDirectory().map(directory -> apply(redaction, directory)));
  }

  private static KernelPath apply(Redaction redaction, KernelPath path) {
    return new KernelPath(redaction.apply(path.path()), path.deleted(), path.truncated());
  }
}
