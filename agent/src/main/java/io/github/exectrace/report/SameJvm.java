package io.github.exectrace.report;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.JdkEvents;

/**
 * Which JVM events are of, and whether all are of the same. The tracer says it at the end of each
 * chunk, and the JDK at its begin, unless the recording has that event switched off, as the agent's
 * own has. Not safe for use by several threads.
 */
final class SameJvm {
  private JvmIdentity byTracer;
  private JvmIdentity byJdk;
  private boolean mixed;

  /** Looks at all events that the reader is about to read, up to the first of another JVM. */
  void watch(EventReader reader) {
    reader.on(
        EventNames.TRACER_STATISTICS,
        event -> {
          var identity = JvmIdentity.ofTracer(event).orElse(byTracer);
          mixed |= byTracer != null && !byTracer.isSame(identity);
          byTracer = identity;
          check(reader);
        });
    reader.on(
        JdkEvents.JVM_INFORMATION,
        event -> {
          var identity = JvmIdentity.of(event);
          mixed |= byJdk != null && !byJdk.isSame(identity);
          byJdk = identity;
          check(reader);
        });
  }

  private void check(EventReader reader) {
    // The two read the start of the JVM from different clocks.
    mixed |= byTracer != null && byJdk != null && byTracer.pid() != byJdk.pid();
    if (mixed) {
      reader.stop();
    }
  }

  /** Whether there were events of two JVMs. */
  boolean isMixed() {
    return mixed;
  }

  boolean isNamedByTracer() {
    return byTracer != null;
  }

  /** Where both say it, the tracer's word counts: then all recordings of a JVM agree. */
  JvmIdentity identity(JvmIdentity otherwise) {
    return byTracer != null ? byTracer : byJdk != null ? byJdk : otherwise;
  }
}
