package io.github.exectrace.report;

import java.util.Optional;

/**
 * Which JVM a recording is of.
 *
 * @param pid its process; -1 if the recording does not tell
 * @param startNanos when it was started, in nanoseconds since 1970; -1 if it is not told
 * @param arguments its main class or jar and the application's arguments; where the recording does
 *     not tell which JVM it is of, the recording's name
 */
public record JvmIdentity(long pid, long startNanos, String arguments) {
  /** As the tracer's own event tells it; empty before it did. */
  static Optional<JvmIdentity> ofTracer(EventFields statistics) {
    return statistics.event().hasField("jvmPid")
        ? Optional.of(
            new JvmIdentity(
                statistics.number("jvmPid", EventFields.UNKNOWN),
                EventFields.epochNanos(statistics.event().getInstant("jvmStartTime")),
                statistics.text("main")))
        : Optional.empty();
  }

  /** As the JDK tells it. */
  static JvmIdentity of(EventFields information) {
    var event = information.event();
    return new JvmIdentity(
        information.number("pid", EventFields.UNKNOWN),
        event.hasField("jvmStartTime")
            ? EventFields.epochNanos(event.getInstant("jvmStartTime"))
            : EventFields.UNKNOWN,
        information.text("javaArguments"));
  }

  static JvmIdentity unknown(String file) {
    return new JvmIdentity(EventFields.UNKNOWN, EventFields.UNKNOWN, file);
  }

  /** The main class or jar. */
  public String name() {
    int end = arguments.indexOf(' ');
    return end < 0 ? arguments : arguments.substring(0, end);
  }
}
