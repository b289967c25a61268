package io.github.exectrace.report;

import io.github.exectrace.events.tree.EventView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/**
 * The fields of an event, read so that one that is missing does no harm: recordings are made by
 * other versions, too.
 */
public record EventFields(RecordedEvent event) implements EventView {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long LONGEST_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

  @Override
  public String name() {
    return event.getEventType().getName();
  }

  @Override
  public boolean has(String field) {
    return event.hasField(field);
  }

  @Override
  public String text(String field) {
    return value(field) instanceof String text ? text : "";
  }

  @Override
  public long number(String field, long otherwise) {
    return value(field) instanceof Number number ? number.longValue() : otherwise;
  }

  @Override
  public boolean flag(String field, boolean otherwise) {
    return value(field) instanceof Boolean flag ? flag : otherwise;
  }

  @Override
  public long span(String field) {
    return value(field) instanceof Number ? nanos(event.getDuration(field)) : UNKNOWN;
  }

  @Override
  public long moment(String field) {
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

  @Override
  public long startNanos() {
    return epochNanos(event.getStartTime());
  }

  @Override
  public long endNanos() {
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
