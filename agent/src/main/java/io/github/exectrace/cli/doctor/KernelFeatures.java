package io.github.exectrace.cli.doctor;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel answers when it is asked for the single things that tracing takes. Its version
 * would not tell: distributions bring new features to old kernels.
 *
 * @param told whether it answers at all; if not, the others say nothing
 * @param ringBuffers whether programs can write into a ring buffer
 * @param registers whether they can read the registers of a system call
 * @param loops whether they can loop
 * @param groupsPay whether their memory counts for the control group, and so not as locked
 */
record KernelFeatures(
    boolean told, boolean ringBuffers, boolean registers, boolean loops, boolean groupsPay) {
  private static final KernelFeatures UNTOLD =
      new KernelFeatures(false, false, false, false, false);

  /** Those of the kernel that this runs on. */
  static KernelFeatures own() {
    try {
      var libbpf = Libbpf.bundled();
      return libbpf.tellsHelpers()
          ? new KernelFeatures(
              true,
              libbpf.canWriteRings(),
              libbpf.canReadRegisters(),
              libbpf.canLoop(),
              libbpf.chargesGroups())
          : UNTOLD;
    } catch (BpfException | LinkageError refused) {
      return UNTOLD; // which is a finding of its own
    }
  }

  /** Whether all is there, or else what is not, and what for it would be. */
  Finding finding() {
    var name = "kernel features";
    if (!told) {
      return Finding.warn(
          name,
          "the kernel does not tell, because it loads no program",
          "see the lines about rights and tracing");
    }
    var missing = missing();
    if (missing.isEmpty()) {
      return Finding.ok(name, "all that tracing can use");
    }
    var found = "lacks " + String.join(", and ", missing);
    return ringBuffers
        ? Finding.warn(name, found, "use Linux 5.17 or later, if these are wanted")
        : Finding.fail(name, found, "use Linux 5.10 or later");
  }

  private List<String> missing() {
    var missing = new ArrayList<String>();
    if (!ringBuffers) {
      missing.add("BPF ring buffers");
    }
    if (!registers) {
      missing.add("bpf_task_pt_regs (so failed execs are left out)");
    }
    if (!loops) {
      missing.add("bpf_loop (so native=exact is the same as native=sample)");
    }
    return missing;
  }
}
