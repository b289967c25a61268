package io.github.exectrace.recording;

import java.time.Instant;

/**
 * Which JVM a recording is of. The JDK's own event for that also holds the application's arguments,
 * so a recording that shall hold no secrets is without it.
 */
final class ThisJvm {
  private static final long PID = ProcessHandle.current().pid();
  private static final long START_MILLIS =
      ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
  // The main class, module or jar, and the arguments.
  private static final String MAIN = System.getProperty("sun.java.command", "").split(" ", 2)[0];

  private ThisJvm() {}

  static void describe(TracerStatisticsEvent event) {
    event.jvmPid = PID;
    event.jvmStartTime = START_MILLIS;
    event.main = MAIN;
  }
}
