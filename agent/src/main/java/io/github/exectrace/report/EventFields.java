package io.github.exectrace.report;

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

  String name() {
    return event.getEventType().getName();
  }

  /** A text; empty if there is none. */
  String text(String field) {
    if (!event.hasField(field)) {
      return "";
    }
    Object value = event.getValue(field);
    return value instanceof String text ? text : "";
  }

  long number(String field, long otherwise) {
    return event.hasField(field) ? event.getLong(field) : otherwise;
  }

  int integer(String field, int otherwise) {
    return (int) number(field, otherwise); // long in events of the JDK's
  }

  boolean flag(String field, boolean otherwise) {
    return event.hasField(field) ? event.getBoolean(field) : otherwise;
  }

  /** A span of time in nanoseconds; {@link #UNKNOWN} if there is none. */
  long span(String field) {
    return event.hasField(field) ? event.getDuration(field).toNanos() : UNKNOWN;
  }

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
    return event.getDuration().toNanos();
  }

  /** Nanoseconds since 1970, which fit until 2262; further off, the nearest that do. */
  static long epochNanos(Instant time) {
    long seconds =
        Math.clamp(
            time.getEpochSecond(),
            Long.MIN_VALUE / NANOS_PER_SECOND + 1,
            Long.MAX_VALUE / NANOS_PER_SECOND - 1);
    return seconds * NANOS_PER_SECOND + time.getNano();
  }
}
