package io.github.exectrace.recording;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts that are kept through all sessions of a JVM.
 *
 * @param unrecorded starts that came before tracing was ready
 * @param failures starts that could not be recorded because of an error in the agent
 */
record StartCounts(AtomicLong unrecorded, AtomicLong failures) {
  StartCounts() {
    this(new AtomicLong(), new AtomicLong());
  }
}
