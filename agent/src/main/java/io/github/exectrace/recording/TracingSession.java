package io.github.exectrace.recording;

import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.tracer.Ledger;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tracing while a recording wants it: the open tracer, the thread that reads it, and what both need
 * to write events. Safe for use by several threads.
 */
final class TracingSession implements SpawnSession {
  private static final Duration BUSY_POLL = Duration.ofMillis(20);
  private static final Duration IDLE_POLL = Duration.ofMillis(250);
  private static final int POLLS_UNTIL_IDLE = 50;
  // After a loss: the second one finds what was gone at the first, and one more for late losers.
  private static final int SWEEPS = 3;

  private final Optional<Tracer> tracer;
  private final Optional<SpawnMarks> marks;
  private final String reason;
  private final boolean dropsAmbient;
  private final SpawnRegistry spawns;
  private final EventWriter writer;
  private final Optional<NativeSpawnWriter> nativeSpawns;
  private final ReentrantLock writing = new ReentrantLock();
  private final List<ProcessEvent> fresh = new ArrayList<>();
  private final Deque<ProcessEvent> unwritten = new ArrayDeque<>();
  private final StartCounts counts;
  private final AtomicLong unattributed = new AtomicLong();
  private final Optional<Thread> reader;
  private volatile CaptureSettings capture;
  private volatile boolean closing;
  private volatile long endNanos = Long.MAX_VALUE; // by System.nanoTime
  private Ledger lastLedger; // null: none yet
  private String ledgerWarning; // null: none
  private long exitsLost;
  private int sweepsLeft;

  private TracingSession(
      Optional<PreparedTracer> prepared,
      CaptureSettings capture,
      String reason,
      StartCounts counts) {
    this.tracer = prepared.map(PreparedTracer::tracer);
    this.marks = prepared.map(PreparedTracer::marks);
    this.spawns = prepared.map(PreparedTracer::spawns).orElseGet(SpawnRegistry::new);
    this.reason = reason;
    this.dropsAmbient = prepared.filter(PreparedTracer::dropsAmbient).isPresent();
    this.counts = counts;
    this.writer = new EventWriter(spawns, tracer);
    this.nativeSpawns =
        prepared.flatMap(
            ready ->
                ready
                    .sampler()
                    .map(
                        sampler ->
                            new NativeSpawnWriter(
                                ready.agent(),
                                sampler,
                                spawns,
                                ready.early(),
                                counts.unrecorded()::incrementAndGet)));
    prepared.flatMap(PreparedTracer::failure).ifPresent(ignored -> countFailure());
    apply(capture);
    // What lived already may end at any moment, and /proc is asked for it as it is read.
    tracer.ifPresent(this::drain);
    this.reader = tracer.map(this::startReader);
  }

  /**
   * Traces the kernel.
   *
   * @param prepared is closed with the session, or if there cannot be one
   * @param counts are added to
   */
  static TracingSession withKernel(
      PreparedTracer prepared, CaptureSettings capture, StartCounts counts) {
    try {
      return new TracingSession(Optional.of(prepared), capture, null, counts);
    } catch (RuntimeException | Error unexpected) {
      prepared.tracer().close();
      throw unexpected;
    }
  }

  /**
   * Knows only what this JVM starts itself.
   *
   * @param reason why the kernel is not traced
   * @param counts as for {@link #withKernel}
   */
  static TracingSession withoutKernel(CaptureSettings capture, String reason, StartCounts counts) {
    return new TracingSession(Optional.empty(), capture, reason, counts);
  }

  /** Captures as recordings want it from now on; what happened before is written as it was. */
  void follow(CaptureSettings wanted) {
    if (!possible(wanted).equals(capture)) {
      flush();
      apply(wanted);
    }
  }

  private void apply(CaptureSettings wanted) {
    var possible = possible(wanted);
    tracer.ifPresent(open -> open.change(possible.scope(), possible.argumentLimit()));
    writing.lock();
    try {
      writer.use(possible.arguments(), possible.redaction());
      nativeSpawns.ifPresent(natives -> natives.use(possible.redaction()));
      capture = possible;
    } finally {
      writing.unlock();
    }
  }

  /** No longer command lines than the ring has room for; the statistics then say so. */
  private CaptureSettings possible(CaptureSettings wanted) {
    int most = tracer.map(Tracer::largestArgumentLimit).orElse(TracerOptions.MAX_ARGUMENT_LIMIT);
    return new CaptureSettings(
        wanted.scope(),
        wanted.arguments(),
        Math.min(wanted.argumentLimit(), most),
        wanted.redaction());
  }

  @Override
  public CaptureSettings capture() {
    return capture;
  }

  private Thread startReader(Tracer open) {
    return Background.run("exectrace-reader", () -> read(open));
  }

  private void read(Tracer open) {
    int idlePolls = 0;
    while (!closing) {
      idlePolls = flush() > 0 ? 0 : idlePolls + 1;
      open.await(idlePolls < POLLS_UNTIL_IDLE ? BUSY_POLL : IDLE_POLL);
    }
  }

  @Override
  public SpawnRegistry spawns() {
    return spawns;
  }

  /** What is traced, in words. */
  String describe() {
    return reason == null
        ? "tracing the kernel, scope " + capture.scope().word()
        : "recording only what that JVM starts itself: " + reason;
  }

  @Override
  public boolean recordsStarts() {
    return true;
  }

  @Override
  public boolean dropsAmbient() {
    return dropsAmbient;
  }

  @Override
  public Optional<SpawnMarks> marks() {
    return marks;
  }

  @Override
  public void countUnseen() {
    if (tracer.isPresent()) {
      unattributed.incrementAndGet();
    }
  }

  @Override
  public void countFailure() {
    counts.failures().incrementAndGet();
  }

  @Override
  public void ended() {
    // Nothing depends on it.
  }

  /**
   * Writes everything that the kernel has reported so far.
   *
   * @return how many events there were
   */
  int flush() {
    writing.lock();
    try {
      if (tracer.isEmpty()) {
        return 0;
      }
      drain(tracer.get());
      int count = unwritten.size();
      for (int i = 0; i < count; i++) {
        write(unwritten.remove());
        // What comes in meanwhile may want its thread looked at before that moves on.
        drain(tracer.get());
      }
      return count;
    } finally {
      writing.unlock();
    }
  }

  private void drain(Tracer open) {
    // Out of the ring first: it is held up neither by the recorder nor by another thread's stack.
    open.drain(fresh::add);
    for (var event : fresh) {
      if (event.head().timeNanos() > endNanos) {
        continue;
      }
      nativeSpawns.ifPresent(natives -> natives.look(event));
      unwritten.add(event);
    }
    fresh.clear();
  }

  private void write(ProcessEvent event) {
    try {
      if (event instanceof ProcessEvent.Fork fork && nativeSpawns.isPresent()) {
        nativeSpawns.get().write(fork);
      }
      writer.write(event);
    } catch (RuntimeException | Error unexpected) {
      // One event that cannot be written must not end the reading of all others.
      countFailure();
    }
  }

  /** Writes the ledger, after everything it speaks of. */
  void writeStatistics() {
    flush();
    tracer.ifPresent(this::sweep);
    spawns.sweep();
    var event = new TracerStatisticsEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.state = reason == null ? "TRACING" : "FAILED";
    event.mode = tracer.isPresent() ? "kernel" : "java";
    var current = capture;
    event.scope = current.scope().word();
    event.arguments = CaptureSettings.Name.ARGUMENTS.text(current);
    event.argumentLimit = current.argumentLimit();
    event.redaction = CaptureSettings.Name.REDACTION.text(current);
    event.unattributed = unattributed.get() + writer.unattributed();
    event.unrecorded = counts.unrecorded().get();
    nativeSpawns.ifPresent(
        natives -> {
          event.nativeSpawns = natives.count();
          event.nativeUnverified = natives.unverified();
          event.unattributed += natives.unattributed();
        });
    event.hookFailures = counts.failures().get();
    event.kernelRelease = System.getProperty("os.version");
    ThisJvm.describe(event);
    tracer.ifPresent(open -> fillLedger(event, open));
    event.reason = reason == null ? warnings() : reason;
    event.showTexts();
    event.commit();
  }

  /**
   * Forgets processes whose ends were lost. The kernel is asked for them only if some were, and not
   * for good: by then the application may have forbidden itself bpf(2).
   */
  private void sweep(Tracer open) {
    writing.lock();
    try {
      var ledger = open.ledger();
      long lost = ledger.exits().lostRingFull() + ledger.exits().lostNoBuffer() + ledger.missed();
      if (lost != exitsLost) {
        exitsLost = lost;
        sweepsLeft = SWEEPS;
      }
      if (sweepsLeft > 0) {
        sweepsLeft--;
        writer.sweep(open::hasEnded);
      }
    } catch (IOException closed) {
      // Then all of it is over.
    } finally {
      writing.unlock();
    }
  }

  /** What of the kernel is not traced; null if all is. */
  private String warnings() {
    var all = new ArrayList<>(tracer.map(Tracer::warnings).orElse(List.of()));
    if (ledgerWarning != null) {
      all.add(ledgerWarning);
    }
    return all.isEmpty() ? null : String.join("; ", all);
  }

  private void fillLedger(TracerStatisticsEvent event, Tracer open) {
    event.delivered = open.delivered();
    event.malformed = open.malformed();
    event.ringSize = open.ringBytes();
    event.ringHighWater = open.ringHighWater();
    var ledger = lastLedger;
    try {
      ledger = open.ledger();
      lastLedger = ledger;
    } catch (IOException unreadable) {
      ledgerWarning = "the account is not the last one: " + unreadable.getMessage();
    }
    if (ledger != null) {
      var total = ledger.total();
      event.seen = total.seen();
      event.emitted = total.emitted();
      event.filtered = total.filtered();
      event.lostRingFull = total.lostRingFull();
      event.lostNoBuffer = total.lostNoBuffer();
      event.untrackedProcesses = ledger.untrackedProcesses();
      event.missed = ledger.missed();
      event.adopted = ledger.adoptions().seen();
    }
  }

  /**
   * What happens from now on is not recorded any more: starts have no marks, and the next recording
   * has a session of its own.
   */
  void ends() {
    endNanos = System.nanoTime();
  }

  /**
   * Ends tracing; the kernel is free of it when this returns.
   *
   * @param statistics whether a recording goes on that asks for the account, though for no other
   *     event; one that asks for nothing gets nothing
   */
  void close(boolean statistics) {
    closing = true;
    reader.ifPresent(TracingSession::join);
    if (statistics) {
      writeStatistics();
    }
    writing.lock();
    try {
      tracer.ifPresent(Tracer::close);
    } finally {
      writing.unlock();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
