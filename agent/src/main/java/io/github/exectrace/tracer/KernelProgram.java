package io.github.exectrace.tracer;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.BpfMap;
import io.github.exectrace.bpf.BpfObject;
import io.github.exectrace.bpf.Descriptors;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.bpf.Rights;
import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.ringbuf.RecordLayout.Counter;
import io.github.exectrace.ringbuf.RecordLayout.Mark;
import io.github.exectrace.ringbuf.RingBuffer;
import io.github.exectrace.tracer.TracerOptions.JavaStates;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel's side of a tracer: the loaded and attached program and the memory shared with it.
 * Everything that a tracer holds of the system is in here.
 */
final class KernelProgram implements AutoCloseable {
  private static final String OBJECT = "/io/github/exectrace/bpf/exectrace.bpf.o";
  private static final int WAKEUP_FRACTION = 4;
  private static final String REGISTER = "register_root";
  private static final String ADOPT = "adopt_descendants";
  private static final int MOST_WALKS = 64;
  private static final int MOST_READS = 64;
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private static final String RENAME = "on_rename";
  // Ends before beginnings: no process enters the table whose exit would be missed.
  private static final List<String> ALWAYS = List.of("on_exit", RENAME, "on_exec");
  private static final String FORK = "on_fork";
  private static final String FORK_HOLDING = "on_fork_holding";
  private static final List<String> FOR_FAILURES = List.of("on_execve_exit", "on_execveat_exit");

  private final BpfObject object;
  private final TracerOptions options;
  private final Shortfalls shortfalls;
  private final Arena arena = Arena.ofShared();
  private final List<String> attached = new ArrayList<>();
  private final RingBuffer ring;
  private final BpfMap processes;
  private final KernelCounters counters;
  private final KernelSpawnIds ids;
  private final MemorySegment marks;
  private final MemorySegment threadLayout;
  private final MemorySegment sightings;
  private final MemorySegment demand;
  private long missed; // as far as it could be found out
  private boolean closed;

  /** Owns the object and the ids from now on, also if it fails. */
  private KernelProgram(
      BpfObject object, KernelSpawnIds ids, TracerOptions options, Shortfalls shortfalls)
      throws BpfException {
    this.object = object;
    this.options = options;
    this.ids = ids;
    this.shortfalls = shortfalls;
    try {
      this.processes = object.map("processes");
      this.counters =
          new KernelCounters(share("counters", KernelCounters.bytes(ids.lanes() - 1), false));
      this.marks = share("marks", (long) Mark.COUNT * Mark.BYTES, true);
      this.threadLayout = share("thread_layouts", RecordLayout.ThreadLayout.BYTES, true);
      this.sightings = share("sightings", (long) RecordLayout.SIGHTINGS * Integer.BYTES, true);
      this.demand = share(".data", RecordLayout.Demand.BYTES, true);
      this.ring = new RingBuffer(object.map("ring"), options.ringBytes());
      ids.measureBy(this::mostIds);
    } catch (BpfException | RuntimeException | Error refused) {
      ids.giveBack();
      arena.close();
      object.close();
      throw refused;
    }
  }

  private MemorySegment share(String map, long bytes, boolean writable) throws BpfException {
    return object.map(map).share(0, bytes, writable, arena);
  }

  /** No more than each process that was taken in has an id of the search for descendants. */
  private long mostIds() {
    return Math.max(counters.mostSpawns(), counters.sums()[Counter.ADOPTED_SEEN]);
  }

  /**
   * Loads the program; nothing calls it before {@link #attach}.
   *
   * @throws BpfException if the system does not allow it
   */
  static KernelProgram load(TracerOptions wanted) throws BpfException {
    Rights.check();
    Descriptors.checkRoom();
    var libbpf = libbpf(wanted);
    var shortfalls = new Shortfalls(wanted.diagnostics());
    var options = possible(wanted, libbpf, shortfalls);
    var program = load(libbpf, options, shortfalls);
    program.demand(options.scope(), options.argumentLimit());
    return program;
  }

  private static Libbpf libbpf(TracerOptions wanted) throws BpfException {
    try {
      return wanted.libbpf().isPresent() ? Libbpf.at(wanted.libbpf().get()) : Libbpf.bundled();
    } catch (UnsatisfiedLinkError missing) {
      throw new BpfException(
          "this JVM cannot call the C library: "
              + missing.getMessage()
              + "; glibc 2.28 or later is needed, and some free file descriptors (ulimit -n)");
    }
  }

  /** Should this kernel refuse the search for descendants, then all but that is loaded. */
  private static KernelProgram load(Libbpf libbpf, TracerOptions options, Shortfalls shortfalls)
      throws BpfException {
    try {
      return load(libbpf, options, shortfalls, true);
    } catch (BpfException refused) {
      var program = load(libbpf, options, shortfalls, false);
      addNotAdopted(shortfalls, refused);
      return program;
    }
  }

  private static KernelProgram load(
      Libbpf libbpf, TracerOptions options, Shortfalls shortfalls, boolean adopting)
      throws BpfException {
    var object = BpfObject.open(libbpf, "exectrace", code());
    KernelSpawnIds ids = null;
    try {
      int cpus = object.cpuNumbers();
      ids = KernelSpawnIds.take(cpus + 1);
      configure(object, options, ids, cpus);
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
    return new KernelProgram(object, ids, options, shortfalls);
  }

  private static void addNotAdopted(Shortfalls shortfalls, BpfException refused) {
    shortfalls.add(
        "descendants that live already are not traced, nor is what they start: "
            + refused.getMessage());
  }

  /** The options without what this kernel cannot do. */
  private static TracerOptions possible(
      TracerOptions wanted, Libbpf libbpf, Shortfalls shortfalls) {
    var possible = wanted;
    if (wanted.kinds().contains(Kind.FAILURE) && !libbpf.canReadRegisters()) {
      shortfalls.add(
          "failed execs are not traced: this kernel lacks the BPF helper bpf_task_pt_regs,"
              + " which came with Linux 5.15");
      possible = possible.with(Kind.FAILURE, false);
    }
    if (wanted.javaStates() == JavaStates.HELD && !libbpf.canLoop()) {
      shortfalls.add(
          "threads that fork past the JDK are not held until their stack has been seen: this"
              + " kernel lacks the BPF helper bpf_loop, which came with Linux 5.17");
      possible = possible.withJavaStates(JavaStates.COPIED);
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

  private static void configure(
      BpfObject object, TracerOptions options, KernelSpawnIds ids, int cpus) throws BpfException {
    boolean nested = isNested();
    writeSettings(object.readOnlyData(), options, ids, nested);
    object.resize("ring", options.ringBytes());
    object.resize("processes", ProcessTable.entries(options));
    object.resize("untracked", ProcessTable.untrackedWords(nested));
    object.resize("counters", cpus);
    object.resize("exec_scratches", cpus);
    object.exclude(fork(options).equals(FORK) ? FORK_HOLDING : FORK);
    if (options.kinds().contains(Kind.FAILURE)) {
      object.resize("failed_scratches", cpus);
      object.resize("failed_at_scratches", cpus);
    } else {
      for (var program : FOR_FAILURES) {
        object.exclude(program);
      }
    }
  }

  private static String fork(TracerOptions options) {
    return options.javaStates() == JavaStates.HELD ? FORK_HOLDING : FORK;
  }

  /** In doubt yes: that is always right, only slower to load. */
  private static boolean isNested() {
    try {
      return !PidNamespace.current().isInitial();
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
      return true;
    }
  }

  private static void writeSettings(
      MemorySegment settings, TracerOptions options, KernelSpawnIds ids, boolean nested) {
    int flags = 0;
    if (options.kinds().contains(Kind.FORK)) {
      flags |= RecordLayout.Settings.FLAG_TRACE_FORKS;
    }
    if (options.kinds().contains(Kind.EXIT)) {
      flags |= RecordLayout.Settings.FLAG_TRACE_EXITS;
    }
    if (options.javaStates() != JavaStates.NONE) {
      flags |= RecordLayout.Settings.FLAG_TRACE_STACKS;
    }
    if (nested) {
      flags |= RecordLayout.Settings.FLAG_READER_NESTED;
    }
    settings.set(
        ValueLayout.JAVA_LONG_UNALIGNED,
        RecordLayout.Settings.WAKEUP_BYTES,
        options.ringBytes() / WAKEUP_FRACTION);
    settings.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.FLAGS, flags);
    settings.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.FIRST_ID, ids.first());
    settings.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.ID_LANES, ids.lanes());
    if (options.scope() instanceof Scope.ProcessTree(int pid)) {
      settings.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.Settings.ROOT, pid);
    }
  }

  /** What the programs look at from now on; each of them may still be at work with the old. */
  synchronized void demand(Scope scope, int argumentLimit) {
    if (closed) {
      return;
    }
    int word =
        switch (scope) {
          case Scope.OwnTree(), Scope.ProcessTree(_) -> RecordLayout.Scope.SCOPE_TREE;
          case Scope.WholeSystem() -> RecordLayout.Scope.SCOPE_SYSTEM;
          case Scope.Namespace(var chosen) -> {
            demand.set(ValueLayout.JAVA_INT, RecordLayout.Demand.SCOPE_PID_NS, chosen.inode());
            yield RecordLayout.Scope.SCOPE_PIDNS;
          }
        };
    demand.set(ValueLayout.JAVA_INT, RecordLayout.Demand.ARGS_LIMIT, argumentLimit);
    // Last and with release: whoever reads the new scope finds its namespace, too.
    INT.setRelease(demand, RecordLayout.Demand.SCOPE, word);
  }

  /**
   * Has the kernel call the program, and registers the root of the tree.
   *
   * @throws BpfException if the system does not allow it
   */
  synchronized void attach() throws BpfException {
    checkOpen();
    for (var program : ALWAYS) {
      attach(program);
    }
    attach(fork(options));
    if (options.kinds().contains(Kind.FAILURE)) {
      attachForFailures();
    }
    object.run(REGISTER);
    if (object.holds(ADOPT)) {
      adoptDescendants();
    }
  }

  /** These take rights that nothing else does, so all else goes on without them. */
  private void attachForFailures() {
    try {
      for (var program : FOR_FAILURES) {
        object.attachTracepoint(program);
        attached.add(program);
      }
    } catch (BpfException refused) {
      shortfalls.add("failed execs cannot be traced: " + refused.getMessage());
    }
  }

  private void attach(String program) throws BpfException {
    object.attach(program);
    attached.add(program);
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
      addNotAdopted(shortfalls, refused);
    }
  }

  /**
   * Whether a process is in the table: it leaves it when it ends, before its pid can come again.
   */
  synchronized boolean follows(ProcessEvent.Head head) throws BpfException {
    checkOpen();
    try (var scope = Arena.ofConfined()) {
      var key = scope.allocateFrom(ValueLayout.JAVA_INT, head.hostPid());
      var process = scope.allocate(RecordLayout.TracedProcess.BYTES, Long.BYTES);
      processes.lookup(key, process);
      return process.get(ValueLayout.JAVA_LONG, RecordLayout.TracedProcess.STARTED)
          == head.startedNanos();
    }
  }

  Shortfalls shortfalls() {
    return shortfalls;
  }

  RingBuffer ring() {
    return ring;
  }

  MemorySegment marks() {
    return marks;
  }

  MemorySegment threadLayout() {
    return threadLayout;
  }

  MemorySegment sightings() {
    return sightings;
  }

  /** Looks again while an event is being counted: seen already, but gone nowhere yet. */
  synchronized Ledger ledger() throws BpfException {
    checkOpen();
    try {
      missed = missed();
    } catch (BpfException unreadable) {
      shortfalls.add(
          "what the kernel missed is not known from some time on: " + unreadable.getMessage());
    }
    Ledger ledger;
    int reads = 0;
    do {
      ledger = Ledger.of(counters.sums(), missed);
    } while (!ledger.total().balances() && ++reads < MOST_READS);
    return ledger;
  }

  /** A name that was not seen to change is not an event. */
  private long missed() throws BpfException {
    long sum = 0;
    for (var program : attached) {
      sum += program.equals(RENAME) ? 0 : object.misses(program);
    }
    return sum;
  }

  /** The descriptors of the attached programs by their names. */
  synchronized Map<String, Integer> programFds() throws BpfException {
    checkOpen();
    var fds = new LinkedHashMap<String, Integer>();
    for (var program : attached) {
      fds.put(program, object.programFd(program));
    }
    return fds;
  }

  /** A descriptor of the past may be anything by now, another tracer's perhaps. */
  private void checkOpen() throws BpfException {
    if (closed) {
      throw new BpfException("the tracer is closed; ask it before");
    }
  }

  synchronized void detach() {
    if (!closed) {
      object.detach();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      object.detach();
      ids.giveBack();
      ring.close();
      arena.close();
      object.close();
    }
  }
}
