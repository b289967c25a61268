package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ambient capabilities (capabilities(7)) that a JVM without root's rights was given to trace
 * with. Every program that it starts would get them, too, and with them the means to look into the
 * kernel.
 */
public final class AmbientCapabilities {
  // Of the thread that launched the JVM, which starts nothing and so has what it was given.
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long TRACING = 1L << Rights.CAP_BPF | 1L << Rights.CAP_PERFMON;
  private static final String AMBIENT = "CapAmb:";
  private static final int HEXADECIMAL = 16;

  private AmbientCapabilities() {}

  /** Whether this JVM was given those that tracing takes. */
  public static boolean allowTracing() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(AMBIENT))
          .map(line -> line.substring(AMBIENT.length()).strip())
          .mapToLong(mask -> Long.parseUnsignedLong(mask, HEXADECIMAL))
          .anyMatch(mask -> (mask & TRACING) != 0);
    } catch (IOException unreadable) {
      return true; // dropping what is not there does no harm
    }
  }

  /**
   * Takes CAP_BPF and CAP_PERFMON out of the ambient set of the calling thread, for good: what it
   * starts from now on goes without. What the thread itself may do stays as it is, and so do other
   * ambient capabilities. Costs two system calls.
   */
  public static void dropThoseForTracing() {
    Libc.lowerAmbient(Rights.CAP_BPF);
    Libc.lowerAmbient(Rights.CAP_PERFMON);
  }
}
