package io.github.exectrace.tracer;

import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.tracer.kernel.Config;
import io.github.exectrace.tracer.kernel.ProcessTable;
import io.github.exectrace.tracer.kernel.Settings;
import io.github.exectrace.tracer.kernel.ThreadStates;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How to trace. Immutable; start from {@link #defaults} and derive.
 *
 * @param scope which processes
 * @param kinds which events, beside execs that succeeded
 * @param argumentLimit the most bytes of a program's arguments that are captured, 0 to {@link
 *     #MAX_ARGUMENT_LIMIT}
 * @param ringBytes the size of the ring buffer, a power of two from {@link #MIN_RING_BYTES} to
 *     {@link #MAX_RING_BYTES}; large enough for two records with {@code argumentLimit} of arguments
 * @param processLimit how many living processes can be followed at a time, from 1 to {@link
 *     #MAX_PROCESS_LIMIT}; {@link #AS_THE_MACHINE} for as many as suit its memory and pid_max,
 *     16,384 at least and 131,072 at most
 * @param libbpf a libbpf to use in place of the one that ships
 * @param diagnostics takes a sentence when something is wrong that no caller gets an exception for
 */
public record TracerOptions(
    Scope scope,
    Set<Kind> kinds,
    int argumentLimit,
    int ringBytes,
    int processLimit,
    Optional<Path> libbpf,
    Consumer<String> diagnostics) {
  /** The largest {@link #argumentLimit}, in bytes. */
  public static final int MAX_ARGUMENT_LIMIT = RecordLayout.ARGS_LEN;

  /** The {@link #argumentLimit} of {@link #defaults}, in bytes. */
  public static final int DEFAULT_ARGUMENT_LIMIT = 8 << 10;

  /** The smallest {@link #ringBytes}. */
  public static final int MIN_RING_BYTES = 64 << 10;

  /** The largest {@link #ringBytes}. */
  public static final int MAX_RING_BYTES = 1 << 30;

  /** The {@link #ringBytes} of {@link #defaults}. */
  public static final int DEFAULT_RING_BYTES = 4 << 20;

  /** The largest {@link #processLimit}: the kernel has no more pids (include/linux/threads.h). */
  public static final int MAX_PROCESS_LIMIT = 4 << 20;

  /** A {@link #processLimit} that follows the machine. */
  public static final int AS_THE_MACHINE = ProcessTable.AS_THE_MACHINE;

  // What a record of an exec takes beside the arguments, with what the ring puts in front of it.
  private static final int MOST_BESIDE_ARGUMENTS =
      RecordLayout.Exec.BYTES + RecordLayout.PATHS_LEN + Long.BYTES;

  /** Events that can be had beside {@link ProcessEvent.Exec}. */
  public enum Kind {
    /** {@link ProcessEvent.Fork}. */
    FORK,
    /**
     * {@link ProcessEvent.ExecFailed}. Costs every system call of the machine some 50 ns as long as
     * the tracer is open, and needs access to tracefs and Linux 5.15; on an older kernel the
     * diagnostics say that there are none.
     */
    FAILURE,
    /** {@link ProcessEvent.Exit}. */
    EXIT
  }

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
    if (argumentLimit > largestArgumentLimit(ringBytes)) {
      throw new IllegalArgumentException(
          "a ring of %d bytes has no room for records with %d bytes of arguments; it takes a ring of %d bytes, or an argument limit of at most %d bytes"
              .formatted(
                  ringBytes,
                  argumentLimit,
                  smallestRing(argumentLimit),
                  largestArgumentLimit(ringBytes)));
    }
    if (processLimit < AS_THE_MACHINE || processLimit > MAX_PROCESS_LIMIT) {
      throw new IllegalArgumentException(
          "the process limit must be 0 to " + MAX_PROCESS_LIMIT + ", not " + processLimit);
    }
    kinds = Set.copyOf(kinds);
  }

  /** The largest {@link #argumentLimit} with which a ring holds two records of any exec. */
  public static int largestArgumentLimit(int ringBytes) {
    return Math.min(MAX_ARGUMENT_LIMIT, ringBytes / 2 - MOST_BESIDE_ARGUMENTS);
  }

  private static int smallestRing(int argumentLimit) {
    int bytes = MIN_RING_BYTES;
    while (argumentLimit > largestArgumentLimit(bytes)) {
      bytes *= 2;
    }
    return bytes;
  }

  /**
   * The JVM's own tree, exits too, 8 KiB of arguments, a ring of 4 MiB, diagnostics to the system
   * logger of this package.
   */
  public static TracerOptions defaults() {
    return new TracerOptions(
        new Scope.OwnTree(),
        EnumSet.of(Kind.EXIT),
        DEFAULT_ARGUMENT_LIMIT,
        DEFAULT_RING_BYTES,
        AS_THE_MACHINE,
        Optional.empty(),
        TracerOptions::log);
  }

  /** What the kernel program is loaded with. */
  Settings settings(ThreadStates threadStates) {
    return new Settings(
        kinds.contains(Kind.FORK),
        kinds.contains(Kind.FAILURE),
        kinds.contains(Kind.EXIT),
        threadStates,
        scope instanceof Scope.ProcessTree tree ? tree.pid() : 0,
        ringBytes,
        processLimit,
        isNested(),
        libbpf);
  }

  /** In doubt yes: that is always right, only slower to load. */
  private static boolean isNested() {
    try {
      return !PidNamespace.current().isInitial();
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException unknown) {
      return true;
    }
  }

  /** What the kernel program captures. */
  Config config() {
    if (scope instanceof Scope.WholeSystem) {
      return new Config(RecordLayout.Scope.SCOPE_SYSTEM, 0, argumentLimit);
    }
    return scope instanceof Scope.Namespace chosen
        ? new Config(RecordLayout.Scope.SCOPE_PIDNS, chosen.namespace().inode(), argumentLimit)
        : new Config(RecordLayout.Scope.SCOPE_TREE, 0, argumentLimit);
  }

  private static void log(String sentence) {
    Logger logger = System.getLogger(TracerOptions.class.getPackageName());
    logger.log(Level.WARNING, sentence);
  }

  /** The same with another scope. */
  public TracerOptions withScope(Scope other) {
    return new TracerOptions(
        other, kinds, argumentLimit, ringBytes, processLimit, libbpf, diagnostics);
  }

  /** The same with or without one kind of events. */
  public TracerOptions with(Kind kind, boolean wanted) {
    var others = EnumSet.noneOf(Kind.class);
    others.addAll(kinds);
    if (wanted) {
      others.add(kind);
    } else {
      others.remove(kind);
    }
    return new TracerOptions(
        scope, others, argumentLimit, ringBytes, processLimit, libbpf, diagnostics);
  }

  /** The same with another {@link #argumentLimit}. */
  public TracerOptions withArgumentLimit(int bytes) {
    return new TracerOptions(scope, kinds, bytes, ringBytes, processLimit, libbpf, diagnostics);
  }

  /** The same with another {@link #ringBytes}. */
  public TracerOptions withRingBytes(int bytes) {
    return new TracerOptions(scope, kinds, argumentLimit, bytes, processLimit, libbpf, diagnostics);
  }

  /** The same with another {@link #processLimit}. */
  public TracerOptions withProcessLimit(int processes) {
    return new TracerOptions(
        scope, kinds, argumentLimit, ringBytes, processes, libbpf, diagnostics);
  }

  /** The same with another libbpf. */
  public TracerOptions withLibbpf(Path path) {
    return new TracerOptions(
        scope, kinds, argumentLimit, ringBytes, processLimit, Optional.of(path), diagnostics);
  }

  /** The same with another consumer of diagnostics. */
  public TracerOptions withDiagnostics(Consumer<String> consumer) {
    return new TracerOptions(
        scope, kinds, argumentLimit, ringBytes, processLimit, libbpf, consumer);
  }
}
