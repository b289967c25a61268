package io.github.exectrace.tracer.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.exectrace.ringbuf.RecordLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How large the kernel program's table of living processes is made. Its room is taken when it is
 * made, some 120 bytes for a process, and a hundred thousand of them are rare.
 */
public final class ProcessTable {
  /** A limit that follows the machine. */
  public static final int AS_THE_MACHINE = 0;

  private static final int LEAST = 16 << 10;
  private static final int MOST = 128 << 10;
  // As the JVM sees the machine or container: a quarter of its memory by default.
  private static final long HEAP_BYTES_EACH = 64 << 10;
  // PID_MAX_LIMIT of include/linux/threads.h
  private static final int LARGEST_PID_MAX = 4 << 20;
  private static final int DIGITS = 16;
  private static final Path PID_MAX = Path.of("/proc/sys/kernel/pid_max");

  private ProcessTable() {}

  /** For how many processes there is room. */
  static int entries(int limit) {
    if (limit != AS_THE_MACHINE) {
      return limit;
    }
    long affordable = Runtime.getRuntime().maxMemory() / HEAP_BYTES_EACH;
    return (int) Math.max(LEAST, Math.min(Math.min(affordable, MOST), pidMax()));
  }

  /**
   * How many words the map of those takes for which there was none.
   *
   * @param nested whether this is a pid namespace of its own, which cannot see the host's numbers
   */
  static int untrackedWords(boolean nested) {
    int pids = nested ? LARGEST_PID_MAX : pidMax();
    return pids / RecordLayout.UNTRACKED_IN_WORD + 1;
  }

  private static int pidMax() {
    // In one piece: what is asked for the rest of such a file is answered with its end.
    try (var file = Files.newInputStream(PID_MAX)) {
      return Integer.parseInt(new String(file.readNBytes(DIGITS), US_ASCII).strip());
    } catch (IOException | NumberFormatException unreadable) {
      return LARGEST_PID_MAX;
    }
  }
}
