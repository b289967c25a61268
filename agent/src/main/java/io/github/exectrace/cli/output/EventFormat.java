package io.github.exectrace.cli.output;

/** Turns an event into one line, whatever bytes it carries. */
public interface EventFormat {
  /** The line, without its end. */
  String format(TracedEvent event);
}
