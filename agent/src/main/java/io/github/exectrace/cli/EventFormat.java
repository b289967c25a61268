package io.github.exectrace.cli;

/** Turns an event into one line, whatever bytes it carries. */
interface EventFormat {
  /** The line, without its end. */
  String format(TracedEvent event);
}
