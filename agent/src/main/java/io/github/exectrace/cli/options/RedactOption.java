package io.github.exectrace.cli.options;

import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.ProcessEvent;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * What is masked in the arguments that are printed: nothing, unless it is asked for. Who may trace
 * the machine can see all of it anyway.
 */
public final class RedactOption {
  @Option(
      names = "--redact",
      paramLabel = "WHAT",
      description =
          "Mask secrets in arguments: 'default' for what looks like one, a regular expression or"
              + " @FILE with one a line for more; may be given several times.")
  private List<String> words = List.of();

  /** Called by picocli. */
  public RedactOption() {}

  /**
   * What to mask.
   *
   * @throws ParameterException if a word is wrong
   */
  public Redaction redaction(CommandSpec spec) {
    try {
      return words.isEmpty() ? Redaction.NONE : Redaction.of(words);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  /** The event with its arguments and its threads' names masked. */
  public static ProcessEvent apply(Redaction redaction, ProcessEvent event) {
    return switch (event) {
      case ProcessEvent.Exec exec -> redact(redaction, exec);
      case ProcessEvent.ExecFailed failed ->
          new ProcessEvent.ExecFailed(
              redact(redaction, failed.attempt()), failed.errno(), failed.fatal());
      case ProcessEvent.Fork fork ->
          new ProcessEvent.Fork(
              fork.head(), fork.originTid(), redaction.applyToThreadName(fork.callerName()));
      case ProcessEvent.Adopted adopted ->
          new ProcessEvent.Adopted(
              adopted.head(), redaction.applyToThreadName(adopted.name()), adopted.program());
      case ProcessEvent.Exit exit -> redact(redaction, exit);
    };
  }

  /** The same for an exec. */
  public static ProcessEvent.Exec redact(Redaction redaction, ProcessEvent.Exec exec) {
    if (redaction.isNone()) {
      return exec;
    }
    return new ProcessEvent.Exec(
        exec.head(),
        redaction.apply(exec.executable()),
        exec.interpreter(),
        redaction.apply(exec.arguments()),
        exec.environmentBytes(),
        exec.file(),
        exec.workingDirectory(),
        redaction.applyToThreadName(exec.callerName()),
        exec.userId(),
        exec.groupId(),
        exec.effectiveUserId(),
        exec.effectiveGroupId(),
        exec.cgroup(),
        exec.inCgroupsOfTracer());
  }

  private static ProcessEvent.Exit redact(Redaction redaction, ProcessEvent.Exit exit) {
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
}
