package io.github.exectrace.recording;

import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.util.Locale;

/**
 * What a recording may choose of how processes are captured. Immutable.
 *
 * @param scope which processes
 * @param arguments how much of their arguments goes into the recording
 * @param argumentLimit the most bytes of arguments to capture for each program, 0 to {@link
 *     TracerOptions#MAX_ARGUMENT_LIMIT}
 */
record CaptureSettings(Scope scope, ArgumentPolicy arguments, int argumentLimit) {
  /** What the agent's options say, and so what holds for a recording that says nothing. */
  static CaptureSettings of(RecordingOptions options) {
    return new CaptureSettings(
        options.tracer().scope(), options.arguments(), options.tracer().argumentLimit());
  }

  /** Each of the settings, by the name it has in a recording's settings. */
  enum Name {
    SCOPE("scope") {
      @Override
      String text(CaptureSettings settings) {
        return settings.scope().word();
      }

      @Override
      CaptureSettings read(CaptureSettings others, String text) {
        return new CaptureSettings(parseScope(text), others.arguments(), others.argumentLimit());
      }
    },
    ARGUMENTS("arguments") {
      @Override
      String text(CaptureSettings settings) {
        return settings.arguments().name().toLowerCase(Locale.ROOT);
      }

      @Override
      CaptureSettings read(CaptureSettings others, String text) {
        var policy =
            switch (text) {
              case "full" -> ArgumentPolicy.FULL;
              case "first" -> ArgumentPolicy.FIRST;
              case "none" -> ArgumentPolicy.NONE;
              default -> throw new IllegalArgumentException("it takes full, first or none");
            };
        return new CaptureSettings(others.scope(), policy, others.argumentLimit());
      }
    },
    ARGUMENT_LIMIT("argumentLimit") {
      @Override
      String text(CaptureSettings settings) {
        return String.valueOf(settings.argumentLimit());
      }

      @Override
      CaptureSettings read(CaptureSettings others, String text) {
        int bytes = ByteCount.parse(text);
        if (bytes < 0 || bytes > TracerOptions.MAX_ARGUMENT_LIMIT) {
          throw new IllegalArgumentException(
              "it takes 0 to " + TracerOptions.MAX_ARGUMENT_LIMIT + " bytes");
        }
        return new CaptureSettings(others.scope(), others.arguments(), bytes);
      }
    };

    private final String inSettings;

    Name(String inSettings) {
      this.inSettings = inSettings;
    }

    /** As in {@code exectrace.ProcessExec#scope}, without the event. */
    String inSettings() {
      return inSettings;
    }

    /** The setting as a recording would say it. */
    abstract String text(CaptureSettings settings);

    /**
     * The same as others but for this setting.
     *
     * @throws IllegalArgumentException with a phrase about what the setting takes
     */
    abstract CaptureSettings read(CaptureSettings others, String text);
  }

  private static Scope parseScope(String word) {
    return switch (word) {
      case "jvm" -> new Scope.OwnTree();
      case "pidns" -> new Scope.Namespace(ownPidNamespace());
      case "system" -> new Scope.WholeSystem();
      default -> throw new IllegalArgumentException("it takes jvm, pidns or system");
    };
  }

  private static PidNamespace ownPidNamespace() {
    try {
      return PidNamespace.current();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "/proc/self/ns/pid cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * What satisfies two recordings, which share their events: the wider scope, more of the arguments
   * and the larger limit.
   */
  CaptureSettings merge(CaptureSettings other) {
    return new CaptureSettings(
        width(other.scope) > width(scope) ? other.scope : scope,
        other.arguments.compareTo(arguments) < 0 ? other.arguments : arguments,
        Math.max(argumentLimit, other.argumentLimit));
  }

  private static int width(Scope scope) {
    return switch (scope) {
      case Scope.OwnTree(), Scope.ProcessTree(_) -> 0;
      case Scope.Namespace(_) -> 1;
      case Scope.WholeSystem() -> 2;
    };
  }
}
