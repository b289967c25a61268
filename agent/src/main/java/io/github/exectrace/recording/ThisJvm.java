package io.github.exectrace.recording;

import java.nio.file.Path;
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

  /** When it was started, in milliseconds since 1970. */
  static long startMillis() {
    return START_MILLIS;
  }

  static void describe(TracerStatisticsEvent event) {
    event.recordingFile = RecordingFile.written();
    event.repository = JfrRepository.current().map(Path::toString).orElse(null);
    event.jvmPid = PID;
    event.jvmStartTime = START_MILLIS;
    event.main = MAIN;
  }
}
