package io.github.exectrace.tracer;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.BpfMap;
import io.github.exectrace.bpf.BpfObject;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.bpf.Rights;
import io.github.exectrace.ringbuf.MalformedRecordException;
import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.ringbuf.RingBuffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sees processes being forked, executed and ended, through an eBPF program in the kernel.
 *
 * <p>Tracing begins when {@link #open} returns and ends with {@link #close}, or with the JVM. Safe
 * for use by several threads, but {@link #close} must not be called while another thread is in
 * {@link #await}.
 */
public final class Tracer implements AutoCloseable {
  private static final String PROGRAM = "/io/github/exectrace/bpf/exectrace.bpf.o";
  private static final int WAKEUP_FRACTION = 4;
  private static final String FAILURES_ADVICE =
      "failed execs are seen through the trace file system: mount it (mount -t tracefs nodev"
          + " /sys/kernel/tracing), or do without them (failures=direct)";

  private final BpfObject object;
  private final RingBuffer ring;
  private final BpfMap counters;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment marks;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private boolean closed;

  private Tracer(BpfObject object, int ringBytes) throws BpfException {
    this.object = object;
    this.counters = object.map("counters");
    this.marks =
        object
            .map("marks")
            .share(0, (long) RecordLayout.Mark.COUNT * RecordLayout.Mark.BYTES, true, arena);
    this.ring = new RingBuffer(object.map("ring"), ringBytes);
  }

  /**
   * Loads the kernel program and attaches it.
   *
   * @throws IOException if the system does not allow it; the message says what is missing and what
   *     to do
   */
  public static Tracer open(TracerOptions options) throws IOException {
    Rights.check();
    var libbpf =
        options.libbpf().isPresent() ? Libbpf.at(options.libbpf().get()) : Libbpf.bundled();
    var object = BpfObject.open(libbpf, "exectrace", program());
    try {
      configure(object, options);
      object.load();
      var tracer = new Tracer(object, options.ringBytes());
      attach(object, options);
      return tracer;
    } catch (BpfException refused) {
      object.close();
      throw refused;
    }
  }

  private static byte[] program() throws BpfException {
    try (var resource = Tracer.class.getResourceAsStream(PROGRAM)) {
      return resource.readAllBytes();
    } catch (IOException failure) {
      throw new BpfException("reading the kernel program failed: " + failure.getMessage());
    }
  }

  private static void configure(BpfObject object, TracerOptions options) throws BpfException {
    var settings = object.readOnlyData();
    settings.set(
        ValueLayout.JAVA_LONG_UNALIGNED,
        RecordLayout.Settings.WAKEUP_BYTES,
        options.ringBytes() / WAKEUP_FRACTION);
    int pidNamespace = 0;
    int scope =
        switch (options.scope()) {
          case Scope.OwnTree() -> RecordLayout.Scope.SCOPE_TREE;
          case Scope.WholeSystem() -> RecordLayout.Scope.SCOPE_SYSTEM;
          case Scope.PidNamespace(int inode) -> {
            pidNamespace = inode;
            yield RecordLayout.Scope.SCOPE_PIDNS;
          }
        };
    settings.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.SCOPE, scope);
    settings.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.SCOPE_PID_NS, pidNamespace);
    settings.set(
        ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.ARGS_LIMIT, options.argumentLimit());

    object.resize("ring", options.ringBytes());
    object.resize("exec_scratches", object.possibleCpus());
    if (options.failures()) {
      object.resize("failed_scratches", object.possibleCpus());
      object.resize("failed_at_scratches", object.possibleCpus());
    } else {
      object.exclude("on_execve_exit");
      object.exclude("on_execveat_exit");
    }
  }

  private static void attach(BpfObject object, TracerOptions options) throws BpfException {
    // Ends before beginnings: no process enters the table whose exit would be missed.
    object.attach("on_exit");
    object.attach("on_exec");
    if (options.failures()) {
      object.attach("on_execve_exit", FAILURES_ADVICE);
      object.attach("on_execveat_exit", FAILURES_ADVICE);
    }
    object.attach("on_fork");
    object.run("register_root");
  }

  /**
   * Hands every event that is there to a consumer, in the order of the kernel, and returns without
   * waiting for more.
   *
   * @param consumer is called with a lock held that other readers wait for, so it must not wait
   * @return how many events there were
   */
  public int drain(Consumer<ProcessEvent> consumer) {
    return ring.drain(
        record -> {
          ProcessEvent event;
          try {
            event = RecordDecoder.decode(record);
          } catch (MalformedRecordException unreadable) {
            malformed.incrementAndGet();
            return;
          }
          delivered.incrementAndGet();
          consumer.accept(event);
        });
  }

  /**
   * Waits until the ring buffer is a quarter full or the time has passed.
   *
   * @param timeout the longest wait
   */
  public void await(Duration timeout) {
    ring.await(Math.toIntExact(timeout.toMillis()));
  }

  /** The table in which threads announce what they are about to start, shared with the kernel. */
  public MemorySegment marks() {
    return marks;
  }

  /** What the kernel program saw, and where it went. */
  public Ledger ledger() throws IOException {
    return Ledger.of(counters.sums(RecordLayout.Counter.COUNTERS));
  }

  /** How many events have been handed to consumers. */
  public long delivered() {
    return delivered.get();
  }

  /** How many records could not be read; always 0 unless the program and this class disagree. */
  public long malformed() {
    return malformed.get();
  }

  /** The size of the ring buffer in bytes. */
  public int ringBytes() {
    return ring.size();
  }

  /** The most bytes that have been found unread in the ring buffer. */
  public long ringHighWater() {
    return ring.highWater();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      ring.close();
      arena.close();
      object.close();
    }
  }
}
