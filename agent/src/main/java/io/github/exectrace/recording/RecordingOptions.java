package io.github.exectrace.recording;

import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.kernel.ThreadStates;

/**
 * How to trace and what to record of it. Immutable.
 *
 * @param mode where events come from
 * @param tracer how the kernel is traced
 * @param threadStates what the kernel program copies of threads that start something in native code
 * @param arguments how much of the arguments goes into the recording
 * @param redaction what of that is masked
 * @param keepAmbient whether the capabilities that tracing takes are passed on to what the
 *     application starts, if this JVM has them as ambient ones
 */
public record RecordingOptions(
    Mode mode,
    TracerOptions tracer,
    ThreadStates threadStates,
    ArgumentPolicy arguments,
    Redaction redaction,
    boolean keepAmbient) {
  /** Where events come from. */
  public enum Mode {
    /** The kernel, or where that is not allowed the JVM alone. */
    AUTO,
    /** The kernel; nothing at all where that is not allowed. */
    KERNEL,
    /** The JVM alone. */
    JAVA
  }

  /** The defaults of everything. */
  public static RecordingOptions defaults() {
    return new RecordingOptions(
        Mode.AUTO,
        TracerOptions.defaults(),
        ThreadStates.NONE,
        ArgumentPolicy.FULL,
        Redaction.DEFAULT,
        false);
  }
}
