package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sets of capabilities (capabilities(7)), as the kernel shows them: a bit for each. */
public final class Capabilities {
  // linux/capability.h
  /** Reads all files and directories. */
  public static final int CAP_DAC_READ_SEARCH = 2;

  /** Looks into other processes. */
  public static final int CAP_SYS_PTRACE = 19;

  /** All that has no capability of its own. */
  public static final int CAP_SYS_ADMIN = 21;

  /** Goes beyond resource limits. */
  public static final int CAP_SYS_RESOURCE = 24;

  /** Measures and traces. */
  public static final int CAP_PERFMON = 38;

  /** Loads BPF programs. */
  public static final int CAP_BPF = 39;

  /** The name of the set of those in effect. */
  public static final String EFFECTIVE = "CapEff";

  /** The name of the set of those that a program which is executed gets. */
  static final String AMBIENT = "CapAmb";

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int HEXADECIMAL = 16;
  private static final long ALL = -1;

  private Capabilities() {}

  /** Whether a set has one. */
  public static boolean has(long capabilities, int capability) {
    return (capabilities >>> capability & 1) == 1;
  }

  /** The set in a value of {@code /proc/PID/status} (proc_pid_status(5)). */
  public static long parse(String text) {
    return Long.parseUnsignedLong(text.strip(), HEXADECIMAL);
  }

  /**
   * A set of the thread that launched the JVM, which starts nothing and so has what it was given.
   *
   * @return all capabilities if it cannot be read
   */
  public static long ofThisProcess(String set) {
    var label = set + ":";
    // Not as UTF-8: a thread's name stands there, too, and may be cut within a character.
    try (var lines = Files.newBufferedReader(STATUS, StandardCharsets.ISO_8859_1)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(label)) {
          return parse(line.substring(label.length()));
        }
      }
      return ALL;
    } catch (IOException unreadable) {
      return ALL;
    }
  }
}
