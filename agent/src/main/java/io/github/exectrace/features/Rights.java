package io.github.exectrace.features;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Capabilities;
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

  private static boolean mayLoadPrograms() {
    long effective =
        Capabilities.ofThisProcess(Capabilities.EFFECTIVE); // if not known, the kernel decides
    return Capabilities.has(effective, Capabilities.CAP_SYS_ADMIN)
        || (Capabilities.has(effective, Capabilities.CAP_BPF)
            && Capabilities.has(effective, Capabilities.CAP_PERFMON));
  }
}
