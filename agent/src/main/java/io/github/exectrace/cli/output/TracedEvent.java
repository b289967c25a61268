package io.github.exectrace.cli.output;

import io.github.exectrace.cli.options.RedactOption;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.ProcessEvent;
import java.util.Optional;

/**
 * An event and what earlier ones, or /proc, say about it.
 *
 * @param parentName the name of the parent's program; empty if the parent has ended, unheard of
 * @param program for the end of a process the last exec that succeeded; empty if there was none
 */
public record TracedEvent(
    ProcessEvent event, Optional<String> parentName, Optional<ProcessEvent.Exec> program) {
  /** The same with arguments masked. */
  public TracedEvent redacted(Redaction redaction) {
    return new TracedEvent(
        RedactOption.apply(redaction, event),
        parentName,
        program.map(exec -> RedactOption.redact(redaction, exec)));
  }
}
