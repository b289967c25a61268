package io.github.exectrace.tracer.kernel;

import io.github.exectrace.bpf.ForeignApi;
import io.github.exectrace.ringbuf.RecordLayout.Counter;
import io.github.exectrace.ringbuf.RecordLayout.Counters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What the kernel program has counted, one set for each CPU, in memory shared with it. Reading it
 * takes no system call, so that it works whatever the application forbids itself. Safe for use by
 * several threads.
 */
final class KernelCounters {
  private static final VarHandle LONG = ForeignApi.varHandle(ValueLayout.JAVA_LONG);

  private final MemorySegment memory;

  /**
   * Those of a loaded program.
   *
   * @param memory {@link #bytes} of it
   */
  KernelCounters(MemorySegment memory) {
    this.memory = memory;
  }

  /** The room that they take. */
  static long bytes(int cpus) {
    return (long) cpus * Counters.BYTES;
  }

  /** By their numbers in {@link Counter}, summed up over all CPUs; none is older than the call. */
  long[] sums() {
    var sums = new long[Counter.COUNTERS];
    for (long cpu = 0; cpu < memory.byteSize(); cpu += Counters.BYTES) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (long) LONG.getOpaque(memory, cpu + Counters.OF + (long) i * Long.BYTES);
      }
    }
    return sums;
  }

  /** How many spawn ids the CPU has given out that gave the most. */
  long mostSpawns() {
    long most = 0;
    for (long cpu = 0; cpu < memory.byteSize(); cpu += Counters.BYTES) {
      most = Math.max(most, (long) LONG.getOpaque(memory, cpu + Counters.SPAWNS));
    }
    return most;
  }
}
