package io.github.exectrace.bpf;

/**
 * The ambient capabilities (capabilities(7)) that a JVM without root's rights was given to trace
 * with. Every program that it starts would get them, too, and with them the means to look into the
 * kernel.
 */
public final class AmbientCapabilities {
  private static final long TRACING = 1L << Capabilities.CAP_BPF | 1L << Capabilities.CAP_PERFMON;

  private AmbientCapabilities() {}

  /** Whether this JVM was given those that tracing takes. */
  public static boolean allowTracing() {
    // Where that cannot be found out: dropping what is not there does no harm.
    return (Capabilities.ofThisProcess(Capabilities.AMBIENT) & TRACING) != 0;
  }

  /**
   * Takes CAP_BPF and CAP_PERFMON out of the ambient set of the calling thread, for good: what it
   * starts from now on goes without. What the thread itself may do stays as it is, and so do other
   * ambient capabilities. Costs two system calls.
   */
  public static void dropThoseForTracing() {
    Libc.lowerAmbient(Capabilities.CAP_BPF);
    Libc.lowerAmbient(Capabilities.CAP_PERFMON);
  }
}
