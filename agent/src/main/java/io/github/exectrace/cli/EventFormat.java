package io.github.exectrace.cli;

import io.github.exectrace.tracer.ProcessEvent;

/** Turns an event into one line, whatever bytes it carries. */
interface EventFormat {
  /** The line, without its end. */
  String format(ProcessEvent event);
}
