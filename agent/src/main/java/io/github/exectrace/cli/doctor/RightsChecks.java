package io.github.exectrace.cli.doctor;

import static io.github.exectrace.bpf.Capabilities.CAP_BPF;
import static io.github.exectrace.bpf.Capabilities.CAP_DAC_READ_SEARCH;
import static io.github.exectrace.bpf.Capabilities.CAP_PERFMON;
import static io.github.exectrace.bpf.Capabilities.CAP_SYS_ADMIN;
import static io.github.exectrace.bpf.Capabilities.CAP_SYS_RESOURCE;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Seccomp;
import io.github.exectrace.features.Feature;
import io.github.exectrace.features.KernelFeatures;
import io.github.exectrace.features.Machine;
import java.util.List;
import java.util.stream.Stream;

/** Whether this process is allowed to do what tracing takes. */
final class RightsChecks {
  // Nothing but the initial user namespace maps all ids onto themselves.
  private static final List<String> INITIAL_ID_MAP = List.of("0", "0", "4294967295");
  private static final String LOCKED_MEMORY = "Max locked memory";
  private static final List<String> TRACEFS =
      List.of("sys/kernel/tracing", "sys/kernel/debug/tracing");

  private RightsChecks() {}

  static List<Finding> all(Machine machine, KernelFeatures kernel) {
    return List.of(
        capabilities(machine),
        userNamespace(machine),
        seccomp(machine),
        memlock(machine, kernel),
        tracefs(machine));
  }

  static Finding capabilities(Machine machine) {
    if (machine.has(CAP_SYS_ADMIN)) {
      return Finding.ok("capabilities", "CAP_SYS_ADMIN");
    }
    if (machine.has(CAP_BPF) && machine.has(CAP_PERFMON)) {
      return Finding.ok("capabilities", "CAP_BPF and CAP_PERFMON");
    }
    return Finding.fail(
        "capabilities",
        "neither CAP_SYS_ADMIN nor both of CAP_BPF and CAP_PERFMON",
        "run it as root, or grant them with setpriv, systemd's AmbientCapabilities or a"
            + " container's --cap-add");
  }

  /** Capabilities count in the initial one only (capable() in kernel/capability.c). */
  static Finding userNamespace(Machine machine) {
    var map = machine.text("proc/self/uid_map").orElse("");
    return map.isEmpty() || List.of(map.split("\\s+")).equals(INITIAL_ID_MAP)
        ? Finding.ok("user namespace", "the initial one")
        : Finding.fail(
            "user namespace",
            "not the initial one, so the kernel does not accept its capabilities",
            "run it outside, as the machine's root; rootless containers cannot trace");
  }

  static Finding seccomp(Machine machine) {
    var mode = machine.status("Seccomp").orElse("0");
    return mode.equals("0") ? Finding.ok("seccomp", "no filter") : seccompFilter(mode);
  }

  private static Finding seccompFilter(String mode) {
    try {
      Seccomp.check();
      return Finding.warn(
          "seccomp",
          "a filter is active (mode " + mode + "), and does not end who traces",
          "if tracing fails, let it allow bpf and perf_event_open, as docker run"
              + " --security-opt seccomp=unconfined does");
    } catch (BpfException fatal) {
      return Finding.fail("seccomp", fatal.getMessage(), "see systemd.exec(5), SystemCallFilter=");
    }
  }

  /** Memory of BPF programs and maps counted as locked before Linux 5.11. */
  static Finding memlock(Machine machine, KernelFeatures kernel) {
    var name = "locked memory";
    var limit = softLimit(machine);
    if (!kernel.known()) {
      return Finding.ok(name, "limit " + limit + ", of consequence before Linux 5.11 alone");
    }
    if (kernel.has(Feature.MEMCG_ACCOUNTING)) {
      return Finding.ok(name, "limit " + limit + ", of no consequence to this kernel");
    }
    if (limit.equals("unlimited")) {
      return Finding.ok(name, limit);
    }
    return machine.has(CAP_SYS_RESOURCE)
        ? Finding.ok(name, "limit " + limit + ", which CAP_SYS_RESOURCE allows to raise")
        : Finding.warn(
            name, "limit " + limit + ", perhaps too low", "raise it with ulimit -l unlimited");
  }

  private static String softLimit(Machine machine) {
    return machine
        .text("proc/self/limits")
        .flatMap(text -> text.lines().filter(line -> line.startsWith(LOCKED_MEMORY)).findFirst())
        .map(line -> line.substring(LOCKED_MEMORY.length()).strip().split("\\s+", 2)[0])
        .orElse("unknown");
  }

  /** Failed execs are found through tracepoints whose ids only tracefs has. */
  static Finding tracefs(Machine machine) {
    var name = "tracefs";
    for (var place : TRACEFS) {
      if (machine.isReadable(place + "/events")) {
        return Finding.ok(name, "mounted at /" + place);
      }
    }
    boolean canMount =
        machine.has(CAP_SYS_ADMIN)
            && machine.isDirectory(TRACEFS.getFirst())
            && machine.text("proc/filesystems").stream()
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .anyMatch("tracefs"::equals);
    if (canMount) {
      return Finding.ok(name, "not mounted; failed execs mount it for themselves alone");
    }
    return Finding.warn(
        name,
        "not to be read, so no failed execs",
        "as root: mount -t tracefs tracefs /"
            + TRACEFS.getFirst()
            + (machine.has(CAP_DAC_READ_SEARCH) ? "" : "; and grant CAP_DAC_READ_SEARCH"));
  }
}
