package io.github.exectrace.tracer;

import io.github.exectrace.ringbuf.RecordLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to trace. Immutable; start from {@link #defaults} and derive.
 *
 * @param scope which processes
 * @param failures whether failed execs are seen too, which costs every system call of the machine
 *     some 50 ns as long as the tracer is open
 * @param argumentLimit the most bytes of a program's arguments that are captured, 0 to {@link
 *     #MAX_ARGUMENT_LIMIT}
 * @param ringBytes the size of the ring buffer, a power of two from {@link #MIN_RING_BYTES} to
 *     {@link #MAX_RING_BYTES}
 * @param libbpf a libbpf to use in place of the one that ships
 */
public record TracerOptions(
    Scope scope, boolean failures, int argumentLimit, int ringBytes, Optional<Path> libbpf) {
  /** The largest {@link #argumentLimit}, in bytes. */
  public static final int MAX_ARGUMENT_LIMIT = RecordLayout.ARGS_LEN;

  /** The smallest {@link #ringBytes}. */
  public static final int MIN_RING_BYTES = 64 << 10;

  /** The largest {@link #ringBytes}. */
  public static final int MAX_RING_BYTES = 1 << 30;

  /** Checks the ranges. */
  public TracerOptions {
    if (argumentLimit < 0 || argumentLimit > MAX_ARGUMENT_LIMIT) {
      throw new IllegalArgumentException(
          "the argument limit must be 0 to " + MAX_ARGUMENT_LIMIT + " bytes, not " + argumentLimit);
    }
    if (ringBytes < MIN_RING_BYTES
        || ringBytes > MAX_RING_BYTES
        || Integer.bitCount(ringBytes) != 1) {
      throw new IllegalArgumentException(
          "the ring size must be a power of two from 64k to 1g, not " + ringBytes + " bytes");
    }
  }

  /** The JVM's own tree, successful execs only, 8 KiB of arguments, a ring of 4 MiB. */
  public static TracerOptions defaults() {
    return new TracerOptions(new Scope.OwnTree(), false, 8 << 10, 4 << 20, Optional.empty());
  }

  /** The same with another scope. */
  public TracerOptions withScope(Scope other) {
    return new TracerOptions(other, failures, argumentLimit, ringBytes, libbpf);
  }

  /** The same with or without failed execs. */
  public TracerOptions withFailures(boolean other) {
    return new TracerOptions(scope, other, argumentLimit, ringBytes, libbpf);
  }

  /** The same with another {@link #argumentLimit}. */
  public TracerOptions withArgumentLimit(int bytes) {
    return new TracerOptions(scope, failures, bytes, ringBytes, libbpf);
  }

  /** The same with another {@link #ringBytes}. */
  public TracerOptions withRingBytes(int bytes) {
    return new TracerOptions(scope, failures, argumentLimit, bytes, libbpf);
  }

  /** The same with another libbpf. */
  public TracerOptions withLibbpf(Path path) {
    return new TracerOptions(scope, failures, argumentLimit, ringBytes, Optional.of(path));
  }
}
