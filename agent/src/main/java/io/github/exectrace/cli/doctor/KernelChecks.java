package io.github.exectrace.cli.doctor;

import io.github.exectrace.features.Machine;
import java.util.List;
import java.util.Set;

/** Whether the kernel can do, and lets anybody do, what tracing takes. */
final class KernelChecks {
  private static final String BTF = "sys/kernel/btf/vmlinux";
  private static final String LOCKDOWN = "sys/kernel/security/lockdown";
  private static final String UNPRIVILEGED = "proc/sys/kernel/unprivileged_bpf_disabled";
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

  private KernelChecks() {}

  static List<Finding> all(Machine machine) {
    return List.of(
        release(machine),
        architecture(System.getProperty("os.arch")),
        typeInformation(machine),
        unprivilegedBpf(machine),
        lockdown(machine));
  }

  static Finding release(Machine machine) {
    return Finding.ok(
        "kernel release", machine.text("proc/sys/kernel/osrelease").orElse("unknown"));
  }

  static Finding architecture(String name) {
    return ARCHITECTURES.contains(name)
        ? Finding.ok("architecture", name)
        : Finding.fail(
            "architecture", name, "there are kernel programs for x86_64 and aarch64 alone");
  }

  static Finding typeInformation(Machine machine) {
    return machine.isReadable(BTF)
        ? Finding.ok("type information", "/" + BTF + " is readable")
        : Finding.fail(
            "type information",
            "/" + BTF + " cannot be read",
            "use a kernel built with CONFIG_DEBUG_INFO_BTF, and mount /sys");
  }

  /** Of no consequence, but the first thing people suspect. */
  static Finding unprivilegedBpf(Machine machine) {
    var name = "unprivileged BPF";
    return machine
        .text(UNPRIVILEGED)
        .map(
            value ->
                Finding.ok(
                    name,
                    (value.equals("0") ? "allowed" : "disabled (" + value + ")")
                        + ", of no consequence: tracing takes capabilities in any case"))
        .orElseGet(
            () ->
                Finding.warn(
                    name,
                    "/" + UNPRIVILEGED + " is not there",
                    "use a kernel built with CONFIG_BPF_SYSCALL, and mount /proc"));
  }

  /** The file reads like {@code none [integrity] confidentiality} (kernel_lockdown(7)). */
  static Finding lockdown(Machine machine) {
    var levels = machine.text(LOCKDOWN).orElse("");
    if (levels.contains("[confidentiality]")) {
      return Finding.fail(
          "lockdown",
          "confidentiality, which forbids BPF programs to read kernel memory",
          "boot with lockdown=integrity or none");
    }
    if (levels.contains("[integrity]")) {
      return Finding.ok("lockdown", "integrity, which allows tracing");
    }
    return Finding.ok("lockdown", levels.isEmpty() ? "not known to this kernel" : "none");
  }
}
