package io.github.exectrace.recording;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Names of files to record into. */
public final class RecordingName {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss");

  private RecordingName() {}

  /**
   * Replaces what {@code -XX:StartFlightRecording:filename=} replaces, too: {@code %p} by the pid
   * of this JVM as it sees itself, {@code %t} by the local time and {@code %%} by a percent sign.
   * Any other percent sign stays.
   */
  public static String expand(String pattern) {
    var name = new StringBuilder();
    int end = 0;
    for (int i = pattern.indexOf('%'); i >= 0; i = pattern.indexOf('%', end)) {
      name.append(pattern, end, i);
      end = Math.min(i + 2, pattern.length());
      name.append(replacement(pattern.substring(i, end)));
    }
    return name.append(pattern, end, pattern.length()).toString();
  }

  private static String replacement(String sign) {
    return switch (sign) {
      case "%p" -> String.valueOf(ProcessHandle.current().pid());
      case "%t" -> LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
      case "%%" -> "%";
      default -> sign;
    };
  }

  /**
   * Another name in the same folder, for a file that cannot be taken: with the pid before the
   * extension, and from the second time on with a number.
   *
   * @param time how many names were in vain, from 1
   */
  static Path other(Path file, int time) {
    var name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    int end = dot > 0 ? dot : name.length();
    var number = time == 1 ? "" : "-" + time;
    var pid = "-" + ProcessHandle.current().pid();
    return file.resolveSibling(name.substring(0, end) + pid + number + name.substring(end));
  }
}
