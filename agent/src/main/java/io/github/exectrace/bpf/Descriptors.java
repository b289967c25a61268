package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many file descriptors this process can still open: its limit (RLIMIT_NOFILE, getrlimit(2))
 * less those that are open. Tracing must not take those that the application needs.
 */
public final class Descriptors {
  /** The most at once, counted on Linux 6.18 with failures=all (40), and some for other kernels. */
  private static final int TO_BEGIN = 44;

  /** What tracing holds once it has begun (18 there). */
  private static final int HELD = 20;

  /** What is left to the application at least, also while tracing begins. */
  private static final int REST = 16;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final String LIMIT = "Max open files";
  private static final String UNLIMITED = "unlimited";

  private Descriptors() {}

  /**
   * To be called before anything of tracing is opened.
   *
   * @throws BpfException if tracing would leave the application too few
   */
  public static void checkRoom() throws BpfException {
    long limit;
    long open;
    try {
      limit = limit();
      open = open();
    } catch (IOException | RuntimeException unreadable) {
      throw new BpfException(
          "how many files this process can still open is not known ("
              + unreadable.getMessage()
              + "); a mounted /proc is needed, and some free descriptors (ulimit -n)");
    }
    if (limit - open < TO_BEGIN + REST) {
      throw new BpfException(
          "of "
              + limit
              + " files that this process may have open, "
              + open
              + " are, and tracing takes "
              + TO_BEGIN
              + " to begin with, "
              + HELD
              + " later, and leaves at least "
              + REST
              + " to the application; raise this process's limit of open files (ulimit -n)");
    }
  }

  private static long limit() throws IOException {
    for (var line : Files.readAllLines(LIMITS)) {
      if (line.startsWith(LIMIT)) {
        var soft = line.substring(LIMIT.length()).strip().split("\\s+", 2)[0];
        return soft.equals(UNLIMITED) ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    return Long.MAX_VALUE; // a kernel that does not say
  }

  private static long open() throws IOException {
    long count = 0;
    try (var descriptors = Files.newDirectoryStream(OPEN)) {
      for (var ignored : descriptors) {
        count++;
      }
    }
    return count;
  }
}
