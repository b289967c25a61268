package io.github.exectrace.report;

import io.github.exectrace.events.FieldNames;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which JVM a recording is of.
 *
 * @param pid its process; -1 if the recording does not say
 * @param startNanos when it was started, in nanoseconds since 1970; -1 if it is not recorded
 * @param arguments its main class or jar and the application's arguments; where the recording does
 *     not say which JVM it is of, the recording's name
 */
public record JvmIdentity(long pid, long startNanos, String arguments) {
  /** What says when a JVM was started may round differently, but never starts two so quickly. */
  private static final long START_SLACK_NANOS = 2_000_000_000;

  /** As the tracer's own event says; empty before there was one. */
  static Optional<JvmIdentity> ofTracer(EventFields statistics) {
    long pid = statistics.number(FieldNames.JVM_PID, EventFields.UNKNOWN);
    return pid <= 0
        ? Optional.empty()
        : Optional.of(
            new JvmIdentity(
                pid,
                statistics.moment(FieldNames.JVM_START_TIME),
                statistics.text(FieldNames.MAIN)));
  }

  /** As the JDK's event says. */
  static JvmIdentity of(EventFields information) {
    return new JvmIdentity(
        information.number(FieldNames.PID, EventFields.UNKNOWN),
        information.moment(FieldNames.JVM_START_TIME),
        information.text("javaArguments"));
  }

  /** As the name of the folder says, where Flight Recorder keeps the chunks of a JVM. */
  static JvmIdentity ofRepository(long pid, Path folder) {
    return new JvmIdentity(pid, EventFields.UNKNOWN, folder.toString());
  }

  static JvmIdentity unknown(String file) {
    return new JvmIdentity(EventFields.UNKNOWN, EventFields.UNKNOWN, file);
  }

  boolean isKnown() {
    return pid >= 0;
  }

  /** Whether both are the same life of the same JVM. */
  boolean isSame(JvmIdentity other) {
    if (!isKnown() || !other.isKnown()) {
      return equals(other);
    }
    if (pid != other.pid) {
      return false;
    }
    if (startNanos < 0 || other.startNanos < 0) {
      return arguments.equals(other.arguments);
    }
    return Math.abs(startNanos - other.startNanos) <= START_SLACK_NANOS;
  }

  /** The main class or jar; empty if it is not known. */
  public String name() {
    if (startNanos < 0) {
      return "";
    }
    int end = arguments.indexOf(' ');
    return end < 0 ? arguments : arguments.substring(0, end);
  }
}
