package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import java.util.HashSet;
import java.util.Set;
import org.openjdk.jmc.common.item.IItemIterable;

/**
 * Of which JVMs a recording's chunks are: the tracer says it at the end of each, the JDK at its
 * begin. A file can have got those of several, which were given the same name to record into.
 */
final class JvmIdentities {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Set<String> byTracer = new HashSet<>();
  private final Set<String> byJdk = new HashSet<>();

  void readStatistics(IItemIterable events) {
    read(events, FieldNames.JVM_PID, byTracer);
  }

  void readInformation(IItemIterable events) {
    read(events, FieldNames.PID, byJdk);
  }

  private static void read(IItemIterable events, String pidField, Set<String> identities) {
    var pid = Field.of(events.getType(), pidField);
    var start = Field.of(events.getType(), FieldNames.JVM_START_TIME);
    for (var item : events) {
      long number = pid.number(item, 0);
      if (number > 0) {
        identities.add(number + " " + start.number(item, 0) / NANOS_PER_MILLI);
      }
    }
  }

  /** How many there are; the two do not read the start of a JVM from the same clock. */
  int count() {
    return Math.max(byTracer.size(), byJdk.size());
  }
}
