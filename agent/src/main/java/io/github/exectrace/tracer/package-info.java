/**
 * The tracer as a library: what the kernel saw of processes being forked, executed and ended.
 *
 * <p>{@link io.github.exectrace.tracer.Tracer} is the way in.
 */
package io.github.exectrace.tracer;
