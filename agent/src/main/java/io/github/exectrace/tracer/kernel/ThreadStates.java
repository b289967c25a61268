package io.github.exectrace.tracer.kernel;

/**
 * What the kernel program copies of a thread of this JVM that forks without a mark. It finds the
 * thread once {@link AgentChannel#threadLayout} is filled.
 */
public enum ThreadStates {
  /** Nothing. */
  NONE,
  /** Its {@link JavaThreadState}; the reader is woken at once. */
  COPIED,
  /**
   * The same, and the thread waits in the fork until the reader has acknowledged the spawn id in
   * {@link AgentChannel#acks}, a millisecond at most. Occupies a processor meanwhile. Needs Linux
   * 5.17; on an older kernel the diagnostics say that it is {@link #COPIED}.
   */
  SYNCHRONOUS
}
