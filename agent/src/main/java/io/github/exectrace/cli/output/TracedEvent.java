package io.github.exectrace.cli.output;

import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.ProcessEvent;
import java.util.Optional;

/**
 * An event and what earlier ones, or /proc, say about it.
 *
 * @param parentName the name of the parent's program; empty if the parent has ended, unheard of
 * @param program for the end of a process the last exec that succeeded; empty if there was none
 */
public record TracedEvent(
    ProcessEvent event, Optional<ByteString> parentName, Optional<ProcessEvent.Exec> program) {
  /** The same with everything masked that may be a secret. */
  public TracedEvent redacted(Redaction redaction) {
    return new TracedEvent(
        redaction.apply(event),
        parentName.map(redaction::applyToThreadName),
        program.map(redaction::apply));
  }
}
