package io.github.exectrace.agent;

import io.github.exectrace.options.OptionKey;
import io.github.exectrace.options.OptionValues;
import io.github.exectrace.recording.ArgumentPolicy;
import io.github.exectrace.recording.RecordingName;
import io.github.exectrace.recording.RecordingOptions;
import io.github.exectrace.recording.RecordingOptions.Mode;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.text.FailureText;
import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import io.github.exectrace.tracer.kernel.ThreadStates;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The options behind {@code -javaagent:exectrace.jar=}; {@link OptionKey} has them all.
 *
 * @param recordingOptions how to trace and what to record
 * @param recording where the agent's own recording goes, if it makes one
 * @param values as they are written
 */
record AgentOptions(
    RecordingOptions recordingOptions, Optional<Path> recording, OptionValues values) {
  /**
   * Reads what stands behind the equals sign.
   *
   * @param text may be null or empty
   * @throws IllegalArgumentException with a sentence for the user that names the nearest right word
   */
  static AgentOptions parse(String text) {
    var values = OptionValues.parse(text);
    var redaction =
        values.has(OptionKey.REDACTION) ? Redaction.of(values.redaction()) : Redaction.DEFAULT;
    var tracer =
        TracerOptions.defaults()
            .withScope(scope(values.choice(OptionKey.SCOPE)))
            .with(Kind.FORK, true)
            .with(Kind.FAILURE, values.choice(OptionKey.FAILURES).equals("all"))
            .withArgumentLimit(values.bytes(OptionKey.ARGUMENT_LIMIT))
            .withRingBytes(values.bytes(OptionKey.RING));
    if (values.has(OptionKey.LIB)) {
      tracer = tracer.withLibbpf(path(values.text(OptionKey.LIB)));
    }
    var recordingOptions =
        new RecordingOptions(
            Mode.valueOf(upper(values.choice(OptionKey.MODE))),
            tracer,
            threadStates(values.choice(OptionKey.NATIVE)),
            ArgumentPolicy.valueOf(upper(values.choice(OptionKey.ARGUMENTS))),
            redaction,
            values.choice(OptionKey.AMBIENT).equals("keep"));
    return new AgentOptions(recordingOptions, recording(values), values);
  }

  private static Optional<Path> recording(OptionValues values) {
    return values.has(OptionKey.RECORDING)
        ? Optional.of(path(RecordingName.expand(values.text(OptionKey.RECORDING))))
        : Optional.empty();
  }

  /** Whether to say nothing when the kernel cannot be traced. */
  boolean quiet() {
    return values.has(OptionKey.QUIET);
  }

  /** Whether nothing else is asked for than a recording. */
  boolean isRecordingAlone() {
    return values.values().keySet().equals(Set.of(OptionKey.RECORDING))
        && values.redaction().isEmpty();
  }

  /** Text that {@link #parse} reads as the same. */
  @Override
  public String toString() {
    return values.toString();
  }

  private static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException(FailureText.of(wrong), wrong);
    }
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static Scope scope(String word) {
    return switch (word) {
      case "pidns" -> new Scope.Namespace(ownPidNamespace());
      case "system" -> new Scope.WholeSystem();
      default -> new Scope.OwnTree();
    };
  }

  private static ThreadStates threadStates(String word) {
    return switch (word) {
      case "off" -> ThreadStates.NONE;
      case "exact" -> ThreadStates.SYNCHRONOUS;
      default -> ThreadStates.COPIED;
    };
  }

  private static PidNamespace ownPidNamespace() {
    try {
      return PidNamespace.current();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "scope=pidns: /proc/self/ns/pid cannot be read: " + FailureText.of(unreadable));
    }
  }
}
