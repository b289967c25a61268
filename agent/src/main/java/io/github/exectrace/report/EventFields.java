package io.github.exectrace.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/**
 * The fields of an event, read so that one that is missing does no harm: recordings are made by
 * other versions, too.
 */
record EventFields(RecordedEvent event) {
  static final long UNKNOWN = -1;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long LONGEST_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

  String name() {
    return event.getEventType().getName();
  }

  /** A text; empty if there is none. */
  String text(String field) {
    return value(field) instanceof String text ? text : "";
  }

  long number(String field, long otherwise) {
    return value(field) instanceof Number number ? number.longValue() : otherwise;
  }

  int integer(String field, int otherwise) {
    return (int) number(field, otherwise); // long in events of the JDK's
  }

  boolean flag(String field, boolean otherwise) {
    return value(field) instanceof Boolean flag ? flag : otherwise;
  }

  /** A span of time in nanoseconds; {@link #UNKNOWN} if there is none. */
  long span(String field) {
    return value(field) instanceof Number ? nanos(event.getDuration(field)) : UNKNOWN;
  }

  /** A moment in nanoseconds since 1970; {@link #UNKNOWN} if there is none. */
  long moment(String field) {
    return value(field) instanceof Number ? epochNanos(event.getInstant(field)) : UNKNOWN;
  }

  /** A thread that the event names; empty if it names none, or one that is not known any more. */
  Optional<RecordedThread> thread(String field) {
    return value(field) instanceof RecordedThread thread ? Optional.of(thread) : Optional.empty();
  }

  private Object value(String field) {
    return event.hasField(field) ? event.getValue(field) : null;
  }

  /** The thread that wrote the event. */
  Optional<RecordedThread> thread() {
    return Optional.ofNullable(event.getThread());
  }

  long startNanos() {
    return epochNanos(event.getStartTime());
  }

  long endNanos() {
    return epochNanos(event.getEndTime());
  }

  long durationNanos() {
    return nanos(event.getDuration());
  }

  /** Nanoseconds, which fit for 292 years; of a longer span, the most that do. */
  private static long nanos(Duration span) {
    return Math.clamp(span.getSeconds(), -LONGEST_SECONDS, LONGEST_SECONDS) * NANOS_PER_SECOND
        + span.getNano();
  }

  /** Nanoseconds since 1970, which fit until 2262; further off, the nearest that do. */
  static long epochNanos(Instant time) {
    return Math.clamp(time.getEpochSecond(), -LONGEST_SECONDS, LONGEST_SECONDS) * NANOS_PER_SECOND
        + time.getNano();
  }
}
