package io.github.exectrace.events.tree;

/**
 * An event, wherever it comes from: of a recording, as the JDK or JMC reads it, or of the kernel.
 * Fields are named as in {@link io.github.exectrace.events.FieldNames}. One that is missing does no
 * harm: recordings are made by other versions, too.
 *
 * <p>Times are nanoseconds since an origin that all events share, spans are nanoseconds.
 */
public interface EventView {
  /** What a span or a moment is that the event does not have. */
  long UNKNOWN = -1;

  /** One of {@link io.github.exectrace.events.EventNames}, or of the JDK's. */
  String name();

  /** When it began. */
  long startNanos();

  /** When it ended; the same as its start if it has no duration. */
  long endNanos();

  /** Whether events of this kind have a field, whatever is in it. */
  boolean has(String field);

  /** A text; empty if there is none. */
  String text(String field);

  /** A number as it stands in the event. */
  long number(String field, long otherwise);

  /** A number as it stands in the event. */
  default int integer(String field, int otherwise) {
    return (int) number(field, otherwise); // long in events of the JDK's
  }

  boolean flag(String field, boolean otherwise);

  /** A span of time; {@link #UNKNOWN} if there is none. */
  long span(String field);

  /** A moment; {@link #UNKNOWN} if there is none. */
  long moment(String field);
}
