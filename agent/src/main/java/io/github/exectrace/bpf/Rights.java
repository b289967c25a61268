package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this JVM may trace at all: the kernel's type information and the capabilities that
 * loading BPF programs takes (capabilities(7), Linux 5.8 or later).
 *
 * <p>Asking first costs two small files and gives a clear sentence in place of a bare EPERM.
 */
public final class Rights {
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String EFFECTIVE = "CapEff";
  private static final int HEXADECIMAL = 16;
  private static final long ALL = -1;
  // linux/capability.h
  private static final int CAP_SYS_ADMIN = 21;
  static final int CAP_PERFMON = 38;
  static final int CAP_BPF = 39;

  private Rights() {}

  /**
   * Checks what can be checked without trying.
   *
   * @throws BpfException that names the first thing that is missing and what to do
   */
  public static void check() throws BpfException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new BpfException(
          "eBPF exists on Linux only, and this is " + System.getProperty("os.name"));
    }
    if (!hasTypeInformation()) {
      throw new BpfException(
          "the kernel's type information "
              + BTF
              + " cannot be read; a kernel built with CONFIG_DEBUG_INFO_BTF and a mounted /sys are"
              + " needed");
    }
    if (!mayLoadPrograms()) {
      throw new BpfException(
          "this JVM lacks the capabilities CAP_BPF and CAP_PERFMON (or CAP_SYS_ADMIN) that loading"
              + " eBPF programs takes; run it as root or grant them, for example with setpriv or"
              + " systemd's AmbientCapabilities");
    }
  }

  /** Whether the kernel's type information (BTF) can be read. */
  public static boolean hasTypeInformation() {
    return Files.isReadable(BTF);
  }

  /** What to say when the kernel refuses although {@link #check} found nothing missing. */
  static String advice() {
    return "a seccomp filter, kernel lockdown or the memlock limit (ulimit -l, before Linux 5.11)"
        + " may forbid it";
  }

  private static boolean mayLoadPrograms() {
    long effective = capabilities(EFFECTIVE); // if not known, the kernel decides
    return has(effective, CAP_SYS_ADMIN)
        || (has(effective, CAP_BPF) && has(effective, CAP_PERFMON));
  }

  private static boolean has(long capabilities, int capability) {
    return (capabilities >>> capability & 1) == 1;
  }

  /**
   * A set of capabilities of the thread that launched the JVM, which starts nothing and so has what
   * it was given.
   *
   * @param name as in {@code /proc/PID/status} (proc_pid_status(5))
   * @return a bit for each; all of them if there is no telling
   */
  static long capabilities(String name) {
    var label = name + ":";
    // Not as UTF-8: a thread's name stands there, too, and may be cut within a character.
    try (var lines = Files.newBufferedReader(STATUS, StandardCharsets.ISO_8859_1)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(label)) {
          return Long.parseUnsignedLong(line.substring(label.length()).strip(), HEXADECIMAL);
        }
      }
      return ALL;
    } catch (IOException unreadable) {
      return ALL;
    }
  }
}
