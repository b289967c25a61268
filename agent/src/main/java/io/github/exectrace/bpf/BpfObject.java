package io.github.exectrace.bpf;

import io.github.exectrace.events.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A compiled BPF object: opened from memory, adjusted, loaded into the kernel, attached, closed.
 *
 * <p>An object has a descriptor for each program and map in it. Closing it once all is attached
 * saves these: the links hold the programs, and the programs the maps. The death of the JVM frees
 * all, because nothing is pinned.
 *
 * <p>Not safe for use by several threads, except {@link #close}, which may be called twice.
 */
public final class BpfObject implements AutoCloseable {
  /** For when the kernel refuses although the rights are there. */
  private static final String ADVICE =
      "a seccomp filter, kernel lockdown or the memlock limit (ulimit -l, before Linux 5.11)"
          + " may forbid it";

  // struct bpf_test_run_opts (bpf.h); what is not named here stays zero.
  private static final int TEST_RUN_OPTIONS_BYTES = 80;
  private static final int TEST_RUN_RESULT_OFFSET = 56;
  // struct bpf_object_open_opts (libbpf.h), up to kernel_log_level.
  private static final int OPEN_OPTIONS_BYTES = 80;
  private static final int OPEN_NAME_OFFSET = 8;
  private static final int OPEN_LOG_BUFFER_OFFSET = 56;
  private static final int OPEN_LOG_SIZE_OFFSET = 64;

  private static final int VERIFIER_LOG_BYTES = 64 * 1024;
  private static final int VERIFIER_LOG_LINES = 6;
  private static final String VERIFIED = "processed "; // begins its last line

  // "0-7" or "0-3,8-11" (Documentation/admin-guide/cputopology.rst)
  private static final Path POSSIBLE_CPUS = Path.of("/sys/devices/system/cpu/possible");

  private final Libbpf libbpf;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment verifierLog = arena.allocate(VERIFIER_LOG_BYTES);
  private final Set<String> excluded = new HashSet<>();
  // Each is allocated once: the arena gives nothing back before the end.
  private final Map<String, MemorySegment> names = new HashMap<>();
  private long object;

  private BpfObject(Libbpf libbpf, String name, byte[] elf) throws BpfException {
    this.libbpf = libbpf;
    // libbpf would otherwise write to the application's standard error.
    libbpf.setPrint(0);
    var options = arena.allocate(OPEN_OPTIONS_BYTES, Long.BYTES);
    options.set(ValueLayout.JAVA_LONG, 0, OPEN_OPTIONS_BYTES);
    options.set(ValueLayout.JAVA_LONG, OPEN_NAME_OFFSET, name(name).address());
    options.set(ValueLayout.JAVA_LONG, OPEN_LOG_BUFFER_OFFSET, verifierLog.address());
    options.set(ValueLayout.JAVA_LONG, OPEN_LOG_SIZE_OFFSET, VERIFIER_LOG_BYTES);
    try {
      this.object = libbpf.openObject(ForeignApi.allocate(arena, elf), options);
    } catch (BpfException | RuntimeException | Error refused) {
      arena.close();
      throw refused;
    }
  }

  /**
   * Opens a compiled object.
   *
   * @param name what the names of its maps of global data begin with; bpftool shows them
   * @param elf what the compiler wrote
   */
  public static BpfObject open(Libbpf libbpf, String name, byte[] elf) throws BpfException {
    return new BpfObject(libbpf, name, elf);
  }

  /** The object's read-only data, to be written before {@link #load}. */
  public MemorySegment readOnlyData() throws BpfException {
    return libbpf.initialValue(libbpf.findMap(object, name(".rodata")));
  }

  /** Sets how many entries a map holds; for a ring buffer, how many bytes. Before {@link #load}. */
  public void resize(String map, int entries) throws BpfException {
    libbpf.setMaxEntries(libbpf.findMap(object, name(map)), entries);
  }

  /** Leaves a program out. Before {@link #load}. */
  public void exclude(String program) throws BpfException {
    libbpf.setAutoload(libbpf.findProgram(object, name(program)), false);
    excluded.add(program);
  }

  /** Whether a program is not left out. */
  public boolean holds(String program) {
    return !excluded.contains(program);
  }

  /**
   * How many numbers of CPUs there may ever be, from 0 on. That is more than the CPUs themselves
   * where some of the numbers stand for none.
   */
  public int cpuNumbers() throws BpfException {
    int counted = libbpf.possibleCpus();
    try {
      var ranges = Files.readString(POSSIBLE_CPUS).strip();
      int last = Math.max(ranges.lastIndexOf('-'), ranges.lastIndexOf(','));
      return Math.max(counted, Integer.parseInt(ranges.substring(last + 1)) + 1);
    } catch (IOException | NumberFormatException unreadable) {
      return counted;
    }
  }

  /**
   * Creates the maps and has the kernel verify the programs.
   *
   * @throws BpfException with the end of the verifier's log where there is one
   */
  public void load() throws BpfException {
    try {
      libbpf.loadObject(object, ADVICE);
    } catch (BpfException refused) {
      var log = endOfVerifierLog();
      if (refused.errno() == Errno.ENOSPC.number() && log.startsWith(VERIFIED)) {
        // libbpf has tried once more, for the log, and the log was too long for its buffer.
        throw new BpfException(
            "bpf_object__load failed although the kernel accepts the programs; a limit, such as"
                + " that of open files (ulimit -n), or want of memory may be the cause");
      }
      throw refused.with(log);
    }
  }

  private String endOfVerifierLog() {
    var lines = ForeignApi.string(verifierLog, 0).lines().filter(line -> !line.isBlank()).toList();
    return String.join(
        " | ", lines.subList(Math.max(0, lines.size() - VERIFIER_LOG_LINES), lines.size()));
  }

  /** Attaches a loaded program, once, to the hook that its section names. */
  public BpfLink attach(String program) throws BpfException {
    var found = libbpf.findProgram(object, name(program));
    var link = new BpfLink(libbpf, libbpf.attach(found, program, ADVICE));
    libbpf.unload(found); // the link holds it from now on
    return link;
  }

  /**
   * Attaches a loaded program, once, to a classic tracepoint, which libbpf finds through tracefs;
   * mounts that, for this moment and this JVM alone, where it is not.
   */
  public BpfLink attachTracepoint(String program) throws BpfException {
    Seccomp.checkForTracepoints();
    return Tracefs.with(() -> attach(program));
  }

  /** Runs a loaded {@code raw_tp} program once, on the calling thread (Linux 5.10 or later). */
  public void run(String program) throws BpfException {
    try (var scope = Arena.ofConfined()) {
      var options = scope.allocate(TEST_RUN_OPTIONS_BYTES, Long.BYTES);
      options.set(ValueLayout.JAVA_LONG, 0, TEST_RUN_OPTIONS_BYTES);
      libbpf.testRun(libbpf.programFd(libbpf.findProgram(object, name(program))), options);
      int result = options.get(ValueLayout.JAVA_INT, TEST_RUN_RESULT_OFFSET);
      if (result != 0) {
        throw new BpfException(program + " answered " + result);
      }
    }
  }

  /**
   * Attaches a loaded {@code iter} program, which then can be run as often as wanted (Linux 5.8).
   *
   * @return to be closed by the caller
   */
  public BpfIterator iterator(String program) throws BpfException {
    var found = libbpf.findProgram(object, name(program));
    return new BpfIterator(program, new BpfLink(libbpf, libbpf.attach(found, program, ADVICE)));
  }

  /** A program that is loaded and not attached yet; its descriptor is closed with the arena. */
  public BpfProgram program(String program, Arena arena) throws BpfException {
    int fd = libbpf.programFd(libbpf.findProgram(object, name(program)));
    return new BpfProgram(Libc.duplicate("program " + program, fd, arena));
  }

  /** A map of the loaded object; its descriptor is closed with the arena. */
  public BpfMap map(String map, Arena arena) throws BpfException {
    int fd = libbpf.mapFd(libbpf.findMap(object, name(map)));
    return new BpfMap(libbpf, map, Libc.duplicate("map " + map, fd, arena));
  }

  private MemorySegment name(String name) {
    return names.computeIfAbsent(name, text -> ForeignApi.allocate(arena, text));
  }

  @Override
  public synchronized void close() {
    if (object == 0) {
      return;
    }
    libbpf.closeObject(object);
    object = 0;
    arena.close();
  }
}
