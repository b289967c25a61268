package io.github.exectrace.tracer.kernel;

/**
 * What a kernel program captures; may change while it is attached.
 *
 * @param scope as {@link io.github.exectrace.ringbuf.RecordLayout.Scope} numbers it
 * @param pidNamespace the inode of the pid namespace that is traced, if that is the scope
 * @param argumentLimit the most bytes of arguments
 */
public record Config(int scope, int pidNamespace, int argumentLimit) {}
