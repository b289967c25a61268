package io.github.exectrace.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the kernel can do, and lets anybody do, what tracing takes. */
final class KernelChecks {
  private static final String BTF = "sys/kernel/btf/vmlinux";
  private static final String LOCKDOWN = "sys/kernel/security/lockdown";
  private static final String UNPRIVILEGED = "proc/sys/kernel/unprivileged_bpf_disabled";
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

  /** Something that the kernel program takes, and since when kernels have it. */
  private record Feature(KernelVersion since, String name) {}

  private static final List<Feature> FEATURES =
      List.of(
          new Feature(new KernelVersion(5, 5), "typed tracepoints (tp_btf)"),
          new Feature(new KernelVersion(5, 8), "BPF ring buffers"),
          new Feature(new KernelVersion(5, 10), "running a program once (BPF_PROG_TEST_RUN)"));

  private KernelChecks() {}

  static List<Finding> all(Machine machine) {
    return List.of(
        release(machine),
        architecture(System.getProperty("os.arch")),
        typeInformation(machine),
        unprivilegedBpf(machine),
        lockdown(machine));
  }

  /** Not a failure: distributions bring single features to their old kernels. */
  static Finding release(Machine machine) {
    var name = "kernel release";
    var release = machine.text("proc/sys/kernel/osrelease").orElse("unknown");
    var missing =
        FEATURES.stream()
            .filter(feature -> machine.kernel().isBefore(feature.since()))
            .map(feature -> feature.name() + " since " + feature.since())
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? Finding.ok(name, release)
        : Finding.warn(
            name,
            release + ", which may lack " + missing,
            "use Linux 5.10 or later, unless the vendor's kernel has this all the same");
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
