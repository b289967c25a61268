package io.github.exectrace.tracer;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.events.Errno;
import io.github.exectrace.ringbuf.MalformedRecordException;
import io.github.exectrace.tracer.ProcessEvent.Adopted;
import io.github.exectrace.tracer.ProcessEvent.Fork;
import io.github.exectrace.tracer.kernel.AgentChannel;
import io.github.exectrace.tracer.kernel.KernelProgram;
import io.github.exectrace.tracer.kernel.ThreadStates;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Sees processes being executed and ended, through an eBPF program in the kernel.
 *
 * <p>Tracing begins when {@link #open} or {@link #attach} returns and ends with {@link #close}, or
 * with the JVM. Events come in the order of the kernel. They are read either one by one ({@link
 * #read()}, {@link #iterator}) or in batches ({@link #drain}); each event is handed out once. Safe
 * for use by several threads: one reads at a time, the others wait, and {@link #close} ends the
 * wait of all.
 */
public final class Tracer implements AutoCloseable, Iterable<ProcessEvent> {
  private static final Duration BUSY_POLL = Duration.ofMillis(20);
  private static final Duration IDLE_POLL = Duration.ofMillis(100);
  private static final int POLLS_UNTIL_IDLE = 50;
  private static final Duration LONGEST_POLL = Duration.ofMillis(Integer.MAX_VALUE);
  private static final int MOST_READS = 64;

  private final KernelProgram program;
  private final TracerOptions options;
  private final AgentChannel agent;
  private final OpenState state;
  private final Cleaner.Cleanable cleanable;
  // Two locks, so that no one who wants what is there has to wait for one who waits for more.
  private final ReentrantLock waiting = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private final Queue<ProcessEvent> unread = new ArrayDeque<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();

  private Tracer(KernelProgram program, TracerOptions options, AgentChannel agent) {
    this.program = program;
    this.options = options;
    this.agent = agent;
    this.state = new OpenState(program, options.diagnostics());
    this.cleanable = OpenState.CLEANER.register(this, state);
  }

  /**
   * Loads the kernel program and attaches it.
   *
   * @throws IOException if the system does not allow it; the message says what was tried, what the
   *     system answered and what to do
   */
  public static Tracer open(TracerOptions options) throws IOException {
    var tracer = load(options);
    try {
      tracer.attach();
      return tracer;
    } catch (IOException | RuntimeException | Error refused) {
      tracer.close();
      throw refused;
    }
  }

  /**
   * Loads the kernel program and leaves it to {@link #attach} to begin.
   *
   * @throws IOException as {@link #open}
   */
  public static Tracer load(TracerOptions options) throws IOException {
    return load(options, new AgentChannel(ThreadStates.NONE));
  }

  /**
   * The same for the agent, which has more to do with the kernel program; nothing outside of this
   * module can call it.
   *
   * @param agent is connected to the tracer
   * @throws IOException as {@link #open}
   */
  @SuppressWarnings("exports")
  public static Tracer load(TracerOptions options, AgentChannel agent) throws IOException {
    var program =
        KernelProgram.load(
            options.settings(agent.threadStates()), options.config(), options.diagnostics());
    agent.connect(program);
    return new Tracer(program, options, agent);
  }

  /**
   * Begins to trace; once, and only after {@link #load}.
   *
   * @throws IOException as {@link #open}; the tracer is still to be closed then
   */
  public void attach() throws IOException {
    program.attach();
    program.warnings().report();
  }

  /**
   * Waits for the next event.
   *
   * @return empty once the tracer is closed
   */
  public Optional<ProcessEvent> read() {
    Optional<ProcessEvent> event;
    do {
      event = read(IDLE_POLL);
    } while (event.isEmpty() && isOpen());
    return event;
  }

  /**
   * Waits for the next event, but not forever.
   *
   * @param timeout the longest wait, of any length; if it is not positive, only what is there
   *     counts
   * @return empty if none came in time or the tracer is closed; {@link #isOpen} says which
   */
  public Optional<ProcessEvent> read(Duration timeout) {
    long start = System.nanoTime();
    int idlePolls = 0;
    while (isOpen()) {
      var event = next();
      if (event.isPresent()) {
        return event;
      }
      var left = timeout.minusNanos(System.nanoTime() - start);
      if (!left.isPositive()) {
        break;
      }
      var poll = idlePolls++ < POLLS_UNTIL_IDLE ? BUSY_POLL : IDLE_POLL;
      await(left.compareTo(poll) < 0 ? left : poll);
    }
    return Optional.empty();
  }

  private Optional<ProcessEvent> next() {
    reading.lock();
    try {
      if (unread.isEmpty() && isOpen()) {
        drainRing(unread::add);
      }
      return Optional.ofNullable(unread.poll());
    } finally {
      reading.unlock();
    }
  }

  /**
   * The events from now on, one by one; ends when the tracer is closed. Several iterators share the
   * events among them.
   */
  @Override
  public Iterator<ProcessEvent> iterator() {
    return new Iterator<>() {
      private Optional<ProcessEvent> next = Optional.empty();

      @Override
      public boolean hasNext() {
        if (next.isEmpty()) {
          next = read();
        }
        return next.isPresent();
      }

      @Override
      public ProcessEvent next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the tracer is closed");
        }
        var event = next.orElseThrow();
        next = Optional.empty();
        return event;
      }
    };
  }

  /**
   * Hands every event that is there to a consumer and returns without waiting for more.
   *
   * @param consumer is called with a lock held that other readers wait for, so it should not wait
   * @return how many events there were; 0 once the tracer is closed
   */
  public int drain(Consumer<ProcessEvent> consumer) {
    reading.lock();
    try {
      int before = unread.size();
      unread.forEach(consumer);
      unread.clear();
      return before + (isOpen() ? drainRing(consumer) : 0);
    } finally {
      reading.unlock();
    }
  }

  private int drainRing(Consumer<ProcessEvent> consumer) {
    return program
        .ring()
        .drain(
            record -> {
              ProcessEvent event;
              try {
                event = RecordDecoder.decode(record);
                if (event instanceof Fork) {
                  agent.forked(record);
                }
              } catch (MalformedRecordException unreadable) {
                malformed.incrementAndGet();
                return;
              }
              delivered.incrementAndGet();
              consumer.accept(event instanceof Adopted adopted ? described(adopted) : event);
            });
  }

  /** The kernel program cannot read another process's memory, but /proc can. */
  private Adopted described(Adopted adopted) {
    int pid = adopted.head().pid();
    if (pid == 0) {
      return adopted;
    }
    var found = RunningProgram.read(pid, options.argumentLimit());
    // Still alive, so it was this one that answered, and no later process of the same pid.
    return isAlive(adopted.head())
        ? new Adopted(adopted.head(), adopted.name(), Optional.of(found))
        : adopted;
  }

  /**
   * Whether the process of an event of this tracer has not ended yet. As long as it has not, its
   * pid is not another's. False also once the tracer is closed.
   */
  public boolean isAlive(ProcessEvent.Head head) {
    try {
      return program.follows(head.hostPid(), head.startedNanos());
    } catch (BpfException refused) {
      if (isOpen() && refused.errno() != Errno.ENOENT.number()) {
        program.warnings().add("not all about living processes is known: " + refused.getMessage());
      }
      return false;
    }
  }

  /**
   * Whether it is certain that the process of an event of this tracer has ended. Its exit may still
   * be unread, or was lost.
   */
  public boolean hasEnded(ProcessEvent.Head head) {
    try {
      return !program.follows(head.hostPid(), head.startedNanos());
    } catch (BpfException refused) {
      return refused.errno() == Errno.ENOENT.number();
    }
  }

  /**
   * Waits until the ring buffer is a quarter full, the time has passed or the tracer is closed.
   *
   * @param timeout the longest wait
   */
  public void await(Duration timeout) {
    waiting.lock();
    try {
      if (isOpen()) {
        program.ring().await(milliseconds(timeout));
      }
    } finally {
      waiting.unlock();
    }
  }

  /** From 1 to the longest wait that poll(2) has, which is 24 days. */
  private static int milliseconds(Duration timeout) {
    return timeout.compareTo(LONGEST_POLL) < 0
        ? (int) Math.max(1, timeout.toMillis())
        : Integer.MAX_VALUE;
  }

  /**
   * Changes what is traced from now on. No process is lost track of: one that was in scope before
   * still has its exit reported. Without effect once the tracer is closed.
   *
   * <p>No more than {@link #largestArgumentLimit} of arguments is captured, whatever is asked for.
   *
   * @param scope any but {@link Scope.ProcessTree}, and only if the tracer was not opened with that
   * @param argumentLimit as {@link TracerOptions#argumentLimit}
   * @throws IllegalArgumentException if the one or the other is not possible
   */
  public void change(Scope scope, int argumentLimit) {
    if (argumentLimit > TracerOptions.MAX_ARGUMENT_LIMIT) {
      throw new IllegalArgumentException(
          "the argument limit must be 0 to "
              + TracerOptions.MAX_ARGUMENT_LIMIT
              + " bytes, not "
              + argumentLimit);
    }
    var changed =
        options
            .withScope(scope)
            .withArgumentLimit(Math.min(argumentLimit, largestArgumentLimit())); // checks the rest
    if (options.scope() instanceof Scope.ProcessTree || scope instanceof Scope.ProcessTree) {
      throw new IllegalArgumentException("the tree of another process is chosen at the beginning");
    }
    program.change(changed.config());
  }

  /** The most bytes of arguments that records in this tracer's ring can have. */
  public int largestArgumentLimit() {
    return TracerOptions.largestArgumentLimit(options.ringBytes());
  }

  /** Whether the tracer has not been closed yet. */
  public boolean isOpen() {
    return !state.isClosed();
  }

  /**
   * What the kernel program saw, and where it went.
   *
   * @throws IOException if the tracer is closed or the kernel does not say
   */
  public Ledger ledger() throws IOException {
    long missed = program.missed();
    Ledger ledger;
    int reads = 0;
    do {
      ledger = Ledger.of(program.counters(), missed);
      // Looks again while an event is being counted: seen already, but gone nowhere yet.
    } while (!ledger.total().balances() && ++reads < MOST_READS);
    return ledger;
  }

  /**
   * What is not traced although the options ask for it, and why, in sentences; empty if all is. The
   * diagnostics of the options were given those that were known when the tracer was opened.
   */
  public List<String> warnings() {
    return program.warnings().all();
  }

  /** How many events have been read from the ring buffer. */
  public long delivered() {
    return delivered.get();
  }

  /** How many records could not be read; always 0 unless the program and this class disagree. */
  public long malformed() {
    return malformed.get();
  }

  /** The size of the ring buffer in bytes. */
  public int ringBytes() {
    return program.ring().size();
  }

  /** The most bytes that have been found unread in the ring buffer. */
  public long ringHighWater() {
    return program.ring().highWater();
  }

  /**
   * The descriptors of the attached programs by their names, for measuring (bpf(2),
   * BPF_OBJ_GET_INFO_BY_FD); they belong to the tracer.
   *
   * @throws IOException if the tracer is closed
   */
  public Map<String, Integer> programFds() throws IOException {
    return program.programFds();
  }

  /**
   * Ends tracing but keeps what has not been read yet, so that {@link #drain} and {@link #ledger}
   * can give a final account that balances.
   */
  public void stop() {
    if (isOpen()) {
      program.detach();
    }
  }

  /**
   * Ends tracing; the kernel is free of it when this returns. May be called by any thread, and more
   * than once.
   */
  @Override
  public void close() {
    if (state.close()) {
      program.ring().wakeUp();
      waiting.lock();
      reading.lock();
      try {
        program.close();
      } finally {
        reading.unlock();
        waiting.unlock();
      }
      cleanable.clean();
    }
  }
}
