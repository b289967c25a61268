package io.github.exectrace.features;

import io.github.exectrace.bpf.Libbpf;

/**
 * What BPF programs can do on some kernels only. The kernel is asked, because its version does not
 * say: distributions bring new features to old kernels. It answers by loading a small program or
 * refusing to, so each question takes a moment.
 */
public enum Feature {
  /** Ring buffers (Linux 5.8). */
  RING_BUFFER(130),
  /**
   * The registers of a system call, {@code bpf_task_pt_regs} (Linux 5.15), from which a failed exec
   * is read.
   */
  TASK_PT_REGS(175),
  /** Loops of any length, {@code bpf_loop} (Linux 5.17). */
  LOOP(181),
  /**
   * Whether the memory of programs and maps counts for the control group and not as locked memory
   * (Linux 5.11). No helper has to do with it; {@code bpf_ktime_get_coarse_ns} came with the same
   * release, and libbpf asks for that, too (probe_memcg_account).
   */
  MEMCG_ACCOUNTING(160);

  // linux/bpf.h
  private static final int BPF_PROG_TYPE_TRACEPOINT = 5;
  private static final int NO_HELPER = Integer.MAX_VALUE; // none is ever going to have this number

  private final int helper; // enum bpf_func_id of linux/bpf.h

  Feature(int helper) {
    this.helper = helper;
  }

  /**
   * Whether the kernel has it. True also if the kernel does not answer, because what needs it then
   * fails with a better message.
   */
  public boolean isIn(Libbpf libbpf) {
    return libbpf.hasHelper(BPF_PROG_TYPE_TRACEPOINT, helper);
  }

  /**
   * Whether the kernel answers at all. Where it refuses any program, because of missing rights or a
   * limit, it seems to have all helpers.
   */
  static boolean canBeProbed(Libbpf libbpf) {
    return !libbpf.hasHelper(BPF_PROG_TYPE_TRACEPOINT, NO_HELPER);
  }
}
