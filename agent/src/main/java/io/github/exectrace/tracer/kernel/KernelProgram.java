package io.github.exectrace.tracer.kernel;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.BpfMap;
import io.github.exectrace.bpf.BpfObject;
import io.github.exectrace.bpf.Descriptors;
import io.github.exectrace.bpf.ForeignApi;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.features.Feature;
import io.github.exectrace.features.Rights;
import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.ringbuf.RecordLayout.Counter;
import io.github.exectrace.ringbuf.RecordLayout.Mark;
import io.github.exectrace.ringbuf.RingBuffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The kernel's side of a tracer: the loaded and attached program and the memory shared with it.
 * Everything that a tracer holds of the system is in here.
 */
public final class KernelProgram implements AutoCloseable {
  private static final String OBJECT = "/io/github/exectrace/bpf/exectrace.bpf.o";
  private static final int WAKEUP_FRACTION = 4;
  private static final String REGISTER = "register_root";
  private static final String ADOPT = "adopt_descendants";
  private static final int MOST_WALKS = 64;
  private static final VarHandle INT = ForeignApi.varHandle(ValueLayout.JAVA_INT);

  private static final String RENAME = "on_rename";
  // Ends before beginnings: no process enters the table whose exit would be missed.
  private static final List<String> ALWAYS = List.of("on_exit", RENAME, "on_exec");
  private static final String FORK = "on_fork";
  private static final String FORK_SYNCHRONOUS = "on_fork_synchronous";
  private static final List<String> FOR_FAILURES = List.of("on_execve_exit", "on_execveat_exit");

  private final BpfObject object;
  private final Settings settings;
  private final Warnings warnings;
  private final Arena arena = Arena.ofShared();
  private final AttachedPrograms attached = new AttachedPrograms(arena);
  private final RingBuffer ring;
  private final BpfMap processes;
  private final KernelCounters counters;
  private final KernelSpawnIds ids;
  private final MemorySegment marks;
  private final MemorySegment threadLayout;
  private final MemorySegment acks;
  private final MemorySegment config;
  private long missed; // as far as it could be found out
  private boolean closed;

  /** Owns the object and the ids from now on, also if it fails. */
  private KernelProgram(BpfObject object, KernelSpawnIds ids, Settings settings, Warnings warnings)
      throws BpfException {
    this.object = object;
    this.settings = settings;
    this.ids = ids;
    this.warnings = warnings;
    try {
      this.processes = object.map("processes", arena);
      this.counters =
          new KernelCounters(share("counters", KernelCounters.bytes(ids.lanes() - 1), false));
      this.marks = share("marks", (long) Mark.COUNT * Mark.BYTES, true);
      this.threadLayout = share("thread_layouts", RecordLayout.ThreadLayout.BYTES, true);
      this.acks = share("acks", (long) RecordLayout.ACKS * Integer.BYTES, true);
      this.config = share(".data", RecordLayout.Config.BYTES, true);
      this.ring = new RingBuffer(object.map("ring", arena), settings.ringBytes());
      ids.measureBy(this::mostIds);
    } catch (BpfException | RuntimeException | Error refused) {
      ids.giveBack();
      arena.close();
      object.close();
      throw refused;
    }
  }

  private MemorySegment share(String map, long bytes, boolean writable) throws BpfException {
    try (var moment = Arena.ofConfined()) {
      return object.map(map, moment).share(0, bytes, writable, arena);
    }
  }

  /** No more than each process that was taken in has an id of the search for descendants. */
  private long mostIds() {
    return Math.max(counters.mostSpawns(), counters.sums()[Counter.ADOPTED_SEEN]);
  }

  /**
   * Loads the program; nothing calls it before {@link #attach}.
   *
   * @param diagnostics hears the warnings once it is attached
   * @throws BpfException if the system does not allow it
   */
  public static KernelProgram load(Settings wanted, Config config, Consumer<String> diagnostics)
      throws BpfException {
    Rights.check();
    Descriptors.checkRoom();
    var libbpf = libbpf(wanted);
    var warnings = new Warnings(diagnostics);
    var program = load(libbpf, possible(wanted, libbpf, warnings), warnings);
    program.change(config);
    return program;
  }

  private static Libbpf libbpf(Settings wanted) throws BpfException {
    try {
      return wanted.libbpf().isPresent() ? Libbpf.at(wanted.libbpf().get()) : Libbpf.bundled();
    } catch (UnsatisfiedLinkError missing) {
      throw new BpfException(
          "this JVM cannot call the C library: "
              + missing.getMessage()
              + "; glibc 2.17 or later is needed, or musl, and some free file descriptors (ulimit -n)");
    }
  }

  /** Should this kernel refuse the search for descendants, then all but that is loaded. */
  private static KernelProgram load(Libbpf libbpf, Settings settings, Warnings warnings)
      throws BpfException {
    try {
      return load(libbpf, settings, warnings, true);
    } catch (BpfException refused) {
      var program = load(libbpf, settings, warnings, false);
      addNotAdopted(warnings, refused);
      return program;
    }
  }

  private static KernelProgram load(
      Libbpf libbpf, Settings settings, Warnings warnings, boolean adopting) throws BpfException {
    var object = BpfObject.open(libbpf, "exectrace", code());
    KernelSpawnIds ids = null;
    try {
      int cpus = object.cpuNumbers();
      ids = KernelSpawnIds.take(cpus + 1);
      configure(object, settings, ids, cpus);
      if (!adopting) {
        object.exclude(ADOPT);
      }
      object.load();
    } catch (BpfException | RuntimeException | Error refused) {
      if (ids != null) {
        ids.giveBack();
      }
      object.close();
      throw refused;
    }
    return new KernelProgram(object, ids, settings, warnings);
  }

  private static void addNotAdopted(Warnings warnings, BpfException refused) {
    warnings.add(
        "descendants that live already are not traced, nor is what they start: "
            + refused.getMessage());
  }

  /** The settings without what this kernel cannot do. */
  private static Settings possible(Settings wanted, Libbpf libbpf, Warnings warnings) {
    var possible = wanted;
    if (wanted.failures() && !Feature.TASK_PT_REGS.isIn(libbpf)) {
      warnings.add(
          "failed execs are not traced: this kernel lacks the BPF helper bpf_task_pt_regs,"
              + " which came with Linux 5.15");
      possible = possible.withoutFailures();
    }
    if (wanted.threadStates() == ThreadStates.SYNCHRONOUS && !Feature.LOOP.isIn(libbpf)) {
      warnings.add(
          "threads that fork past the JDK are not held until their stack has been seen: this"
              + " kernel lacks the BPF helper bpf_loop, which came with Linux 5.17");
      possible = possible.with(ThreadStates.COPIED);
    }
    return possible;
  }

  private static byte[] code() throws BpfException {
    try (var resource = KernelProgram.class.getResourceAsStream(OBJECT)) {
      return resource.readAllBytes();
    } catch (IOException failure) {
      throw new BpfException("reading the kernel program failed: " + failure.getMessage());
    }
  }

  private static void configure(BpfObject object, Settings settings, KernelSpawnIds ids, int cpus)
      throws BpfException {
    writeSettings(object.readOnlyData(), settings, ids);
    object.resize("ring", settings.ringBytes());
    object.resize("processes", ProcessTable.entries(settings.processLimit()));
    object.resize("untracked", ProcessTable.untrackedWords(settings.nested()));
    object.resize("counters", cpus);
    object.resize("exec_scratches", cpus);
    object.exclude(fork(settings).equals(FORK) ? FORK_SYNCHRONOUS : FORK);
    if (settings.failures()) {
      object.resize("failed_scratches", cpus);
      object.resize("failed_at_scratches", cpus);
    } else {
      for (var program : FOR_FAILURES) {
        object.exclude(program);
      }
    }
  }

  private static String fork(Settings settings) {
    return settings.threadStates() == ThreadStates.SYNCHRONOUS ? FORK_SYNCHRONOUS : FORK;
  }

  private static void writeSettings(MemorySegment memory, Settings settings, KernelSpawnIds ids) {
    int flags = 0;
    if (settings.forks()) {
      flags |= RecordLayout.Settings.FLAG_TRACE_FORKS;
    }
    if (settings.exits()) {
      flags |= RecordLayout.Settings.FLAG_TRACE_EXITS;
    }
    if (settings.threadStates() != ThreadStates.NONE) {
      flags |= RecordLayout.Settings.FLAG_TRACE_STACKS;
    }
    if (settings.nested()) {
      flags |= RecordLayout.Settings.FLAG_READER_NESTED;
    }
    memory.set(
        ValueLayout.JAVA_LONG_UNALIGNED,
        RecordLayout.Settings.WAKEUP_BYTES,
        settings.ringBytes() / WAKEUP_FRACTION);
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.FLAGS, flags);
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.FIRST_ID, ids.first());
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.ID_LANES, ids.lanes());
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.ROOT, settings.root());
  }

  /** What the programs look at from now on; each of them may still be at work with the old. */
  public synchronized void change(Config wanted) {
    if (closed) {
      return;
    }
    config.set(ValueLayout.JAVA_INT, RecordLayout.Config.SCOPE_PID_NS, wanted.pidNamespace());
    config.set(ValueLayout.JAVA_INT, RecordLayout.Config.ARGUMENT_LIMIT, wanted.argumentLimit());
    // Last and with release: whoever reads the new scope finds its namespace, too.
    INT.setRelease(config, RecordLayout.Config.SCOPE, wanted.scope());
  }

  /**
   * Has the kernel call the program, and registers the root of the tree. Gives back most of the
   * descriptors that it took to get there; the application may need them. To be called once.
   *
   * @throws BpfException if the system does not allow it
   */
  public synchronized void attach() throws BpfException {
    checkOpen();
    for (var program : ALWAYS) {
      attached.add(object, program, BpfObject::attach);
    }
    attached.add(object, fork(settings), BpfObject::attach);
    if (settings.failures()) {
      attachForFailures();
    }
    object.run(REGISTER);
    if (object.holds(ADOPT)) {
      adoptDescendants();
    }
    object.close();
  }

  /** These take rights that nothing else does, so all else goes on without them. */
  private void attachForFailures() {
    try {
      for (var program : FOR_FAILURES) {
        attached.add(object, program, BpfObject::attachTracepoint);
      }
    } catch (BpfException refused) {
      warnings.add("failed execs cannot be traced: " + refused.getMessage());
    }
  }

  /**
   * Takes in the descendants that live already, while processes begin and end around it. One walk
   * over all processes finds children behind their parents, as their pids are as a rule, so the
   * second mostly finds nothing new.
   */
  private void adoptDescendants() {
    try (var tasks = object.iterator(ADOPT)) {
      boolean again = true;
      for (int walks = 0; again && walks < MOST_WALKS; walks++) {
        again = tasks.run().length > 0;
      }
    } catch (BpfException refused) {
      addNotAdopted(warnings, refused);
    }
  }

  /**
   * Whether a process is in the table: it leaves it when it ends, before its pid can come again.
   *
   * @throws BpfException if it is not (ENOENT), or that cannot be found out
   */
  public synchronized boolean follows(int hostPid, long startedNanos) throws BpfException {
    checkOpen();
    try (var scope = Arena.ofConfined()) {
      var key = scope.allocate(ValueLayout.JAVA_INT);
      key.set(ValueLayout.JAVA_INT, 0, hostPid);
      var process = scope.allocate(RecordLayout.TracedProcess.BYTES, Long.BYTES);
      processes.lookup(key, process);
      return process.get(ValueLayout.JAVA_LONG, RecordLayout.TracedProcess.STARTED) == startedNanos;
    }
  }

  /** What is not traced although it is wanted. */
  public Warnings warnings() {
    return warnings;
  }

  /** Where its records are. */
  public RingBuffer ring() {
    return ring;
  }

  MemorySegment marks() {
    return marks;
  }

  MemorySegment threadLayout() {
    return threadLayout;
  }

  MemorySegment acks() {
    return acks;
  }

  /**
   * What it has counted, by the numbers of {@link Counter}.
   *
   * @throws BpfException if it is closed
   */
  public synchronized long[] counters() throws BpfException {
    checkOpen();
    return counters.sums();
  }

  /**
   * The most events that the kernel did not call it for, as far as the kernel says.
   *
   * @throws BpfException if it is closed
   */
  public synchronized long missed() throws BpfException {
    checkOpen();
    try {
      missed = attached.missed(Set.of(RENAME)); // a name not seen to change is no event
    } catch (BpfException unreadable) {
      warnings.add(
          "what the kernel missed is not known from some time on: " + unreadable.getMessage());
    }
    return missed;
  }

  /** The descriptors of the attached programs by their names. */
  public synchronized Map<String, Integer> programFds() throws BpfException {
    checkOpen();
    return attached.fds();
  }

  /** A descriptor of the past may be anything by now, another tracer's perhaps. */
  private void checkOpen() throws BpfException {
    if (closed) {
      throw new BpfException("the tracer is closed; ask it before");
    }
  }

  /** Ends the calls of the kernel; what has been recorded can still be read. */
  public synchronized void detach() {
    attached.detach();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      detach();
      ids.giveBack();
      ring.close();
      arena.close();
      object.close();
    }
  }
}
