package io.github.exectrace.recording;

import io.github.exectrace.tracer.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which JVM a recording is of. The JDK's own event for that also holds the application's arguments,
 * so a recording that must hold no secrets is without it.
 */
final class ThisJvm {
  private static final long PID = ProcessHandle.current().pid();
  private static final long START_MILLIS =
      ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
  // The main class, module or jar, and the arguments.
  private static final String MAIN = System.getProperty("sun.java.command", "").split(" ", 2)[0];

  // The 22nd field, the third being the first behind the name; in ticks of USER_HZ, which is 100.
  private static final int START_FIELD = 22 - 3;
  private static final int MILLIS_PER_TICK = 10;
  // Native code may change it at any time (chdir).
  private static final Path HERE = Path.of("/proc/self/cwd");

  private ThisJvm() {}

  /**
   * When it was started, in milliseconds since 1970, to some ten milliseconds. The JDK counts from
   * the boot's time of /proc/stat, which is a number of whole seconds.
   */
  static long startedMillis() throws IOException {
    // Behind the name, which may hold anything (proc_pid_stat(5)).
    var stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sinceBoot = Long.parseLong(fields[START_FIELD]) * MILLIS_PER_TICK;
    var uptime = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
    return System.currentTimeMillis() - (long) (Double.parseDouble(uptime) * 1000) + sinceBoot;
  }

  /**
   * Where a process begins.
   *
   * @param given absolute, or relative to where this JVM is (which is not always the property
   *     user.dir); empty for there
   */
  static ByteString workingDirectory(Optional<ByteString> given) {
    if (given.isPresent() && given.get().isAbsolute()) {
      return given.get();
    }
    var here = here();
    return given
        .filter(relative -> !relative.isEmpty() && !relative.is("."))
        .map(relative -> here.resolve(withoutDot(relative)))
        .orElse(here);
  }

  private static ByteString here() {
    try {
      return ByteString.of(Files.readSymbolicLink(HERE));
    } catch (IOException unreadable) {
      return ByteString.of(System.getProperty("user.dir"));
    }
  }

  private static ByteString withoutDot(ByteString relative) {
    return relative.startsWith("./") ? relative.substring(2) : relative;
  }

  static void describe(TracerStatisticsEvent event) {
    event.recordingFile = RecordingFile.written();
    event.repository = JfrRepository.current().map(Path::toString).orElse(null);
    event.jvmPid = PID;
    event.jvmStartTime = START_MILLIS;
    event.main = MAIN;
  }
}
