package io.github.exectrace.recording;

import io.github.exectrace.options.ByteCount;
import io.github.exectrace.options.OptionKey;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.text.FailureText;
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
 * @param redaction what of the arguments is masked
 */
record CaptureSettings(
    Scope scope, ArgumentPolicy arguments, int argumentLimit, Redaction redaction) {
  /** What a recording says that leaves a setting to the agent's options, as silence does. */
  static final String AS_AGENT = "agent";

  /** What the agent's options say, and so what holds for a recording that says nothing. */
  static CaptureSettings of(RecordingOptions options) {
    return new CaptureSettings(
        options.tracer().scope(),
        options.arguments(),
        options.tracer().argumentLimit(),
        options.redaction());
  }

  /** Each of the settings, by the name it has in a recording's settings. */
  enum Name {
    SCOPE(OptionKey.SCOPE) {
      @Override
      String text(CaptureSettings settings) {
        return settings.scope().word();
      }

      @Override
      CaptureSettings parse(CaptureSettings others, String text) {
        return new CaptureSettings(
            parseScope(text), others.arguments(), others.argumentLimit(), others.redaction());
      }
    },
    ARGUMENTS(OptionKey.ARGUMENTS) {
      @Override
      String text(CaptureSettings settings) {
        return settings.arguments().name().toLowerCase(Locale.ROOT);
      }

      @Override
      CaptureSettings parse(CaptureSettings others, String text) {
        var policy =
            switch (text) {
              case "full" -> ArgumentPolicy.FULL;
              case "first" -> ArgumentPolicy.FIRST;
              case "none" -> ArgumentPolicy.NONE;
              default -> throw new IllegalArgumentException("it takes full, first or none");
            };
        return new CaptureSettings(
            others.scope(), policy, others.argumentLimit(), others.redaction());
      }
    },
    ARGUMENT_LIMIT(OptionKey.ARGUMENT_LIMIT) {
      @Override
      String text(CaptureSettings settings) {
        return String.valueOf(settings.argumentLimit());
      }

      @Override
      CaptureSettings parse(CaptureSettings others, String text) {
        int bytes = ByteCount.parse(text);
        if (bytes < 0 || bytes > TracerOptions.MAX_ARGUMENT_LIMIT) {
          throw new IllegalArgumentException(
              "it takes 0 to " + TracerOptions.MAX_ARGUMENT_LIMIT + " bytes");
        }
        return new CaptureSettings(others.scope(), others.arguments(), bytes, others.redaction());
      }
    },
    REDACTION(OptionKey.REDACTION) {
      // Without the patterns themselves, which may be as secret as what they match.
      @Override
      String text(CaptureSettings settings) {
        return settings.redaction().summary();
      }

      @Override
      CaptureSettings parse(CaptureSettings others, String text) {
        if (Redaction.splitAtCommas(text).stream().anyMatch(word -> word.startsWith("@"))) {
          throw new IllegalArgumentException(
              "a file of patterns can be named in the agent's option redaction alone");
        }
        return new CaptureSettings(
            others.scope(), others.arguments(), others.argumentLimit(), Redaction.parse(text));
      }
    };

    private final OptionKey key;

    Name(OptionKey key) {
      this.key = key;
    }

    /** As in {@code exectrace.ProcessExec#scope}, without the event. */
    String inSettings() {
      return key.setting();
    }

    /** The setting in a word or two. */
    abstract String text(CaptureSettings settings);

    abstract CaptureSettings parse(CaptureSettings others, String text);

    /**
     * The same as others but for this setting, or quite the same after {@link #AS_AGENT}.
     *
     * @throws IllegalArgumentException with a phrase about what the setting takes
     */
    final CaptureSettings read(CaptureSettings others, String text) {
      return text.equals(AS_AGENT) ? others : parse(others, text);
    }
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
          "/proc/self/ns/pid cannot be read: " + FailureText.of(unreadable));
    }
  }

  /**
   * What satisfies two recordings, which share their events: the wider scope, more of the arguments
   * and the larger limit; but whatever either of them masks is masked.
   */
  CaptureSettings merge(CaptureSettings other) {
    return new CaptureSettings(
        width(other.scope) > width(scope) ? other.scope : scope,
        other.arguments.compareTo(arguments) < 0 ? other.arguments : arguments,
        Math.max(argumentLimit, other.argumentLimit),
        redaction.and(other.redaction));
  }

  private static int width(Scope scope) {
    if (scope instanceof Scope.WholeSystem) {
      return 2;
    }
    return scope instanceof Scope.Namespace ? 1 : 0;
  }
}
