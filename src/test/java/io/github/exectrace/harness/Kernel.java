package io.github.exectrace.harness;

import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.features.Feature;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** What not every kernel that these tests run on can do. */
public final class Kernel {
  private Kernel() {}

  /** Skips the calling test, or all of its class, where failed execs cannot be traced. */
  public static void needFailedExecs() throws IOException {
    Assumptions.assumeTrue(
        Feature.TASK_PT_REGS.isIn(Libbpf.bundled()),
        "this kernel lacks the BPF helper bpf_task_pt_regs");
  }
}
