package io.github.exectrace.cli.doctor;

import io.github.exectrace.features.Feature;
import io.github.exectrace.features.KernelFeatures;
import java.util.ArrayList;
import java.util.List;

/** Whether the kernel has all that tracing can use, and what is missing without it. */
final class FeatureCheck {
  private static final String NAME = "kernel features";

  private FeatureCheck() {}

  static Finding of(KernelFeatures kernel) {
    if (!kernel.known()) {
      return Finding.warn(
          NAME,
          "not known, because the kernel loads no program",
          "see the lines about rights and tracing");
    }
    var missing = missing(kernel);
    if (missing.isEmpty()) {
      return Finding.ok(NAME, "all that tracing can use");
    }
    var found = "lacks " + String.join(", and ", missing);
    return kernel.has(Feature.RING_BUFFER)
        ? Finding.warn(NAME, found, "use Linux 5.17 or later, if these are wanted")
        : Finding.fail(NAME, found, "use Linux 5.10 or later");
  }

  private static List<String> missing(KernelFeatures kernel) {
    var missing = new ArrayList<String>();
    if (!kernel.has(Feature.RING_BUFFER)) {
      missing.add("BPF ring buffers");
    }
    if (!kernel.has(Feature.TASK_PT_REGS)) {
      missing.add("bpf_task_pt_regs (so failed execs are left out)");
    }
    if (!kernel.has(Feature.LOOP)) {
      missing.add("bpf_loop (so native=exact is the same as native=sample)");
    }
    return missing;
  }
}
