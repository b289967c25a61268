package io.github.exectrace.recording;

import io.github.exectrace.bpf.AmbientCapabilities;
import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.tracer.Ledger;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.JavaStates;
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
final class TracingSession {
  private static final Duration BUSY_POLL = Duration.ofMillis(20);
  private static final Duration IDLE_POLL = Duration.ofMillis(250);
  private static final int POLLS_UNTIL_IDLE = 50;
  // After a loss: the second one finds what was gone at the first, and one more for late losers.
  private static final int SWEEPS = 3;

  private final Optional<Tracer> tracer;
  private final Optional<SpawnMarks> marks;
  private final String reason;
  private final boolean dropsAmbient;
  private final SpawnRegistry spawns = new SpawnRegistry();
  private final boolean sampleStacks;
  private final EventWriter writer;
  private final ReentrantLock writing = new ReentrantLock();
  private final List<ProcessEvent> fresh = new ArrayList<>();
  private final Deque<ProcessEvent> unwritten = new ArrayDeque<>();
  private final AtomicLong unattributed = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Optional<Thread> reader;
  private volatile NativeSpawnWriter nativeSpawns; // null: not wanted, or not ready yet
  private volatile CaptureSettings capture;
  private volatile boolean closing;
  private Ledger lastLedger; // null: none yet
  private String ledgerTrouble; // null: none
  private long exitsLost;
  private int sweepsLeft;

  private TracingSession(
      Optional<Tracer> tracer, RecordingOptions options, CaptureSettings capture, String reason) {
    this.tracer = tracer;
    this.marks = tracer.map(open -> new SpawnMarks(open.marks()));
    this.reason = reason;
    this.dropsAmbient =
        tracer.isPresent() && !options.keepAmbient() && AmbientCapabilities.allowTracing();
    this.sampleStacks = options.tracer().javaStates() != JavaStates.NONE;
    this.writer = new EventWriter(spawns, tracer);
    apply(capture);
    // What lived already may end at any moment, and /proc is asked for it as it is read.
    tracer.ifPresent(open -> open.drain(unwritten::add));
    this.reader = tracer.map(this::startReader);
  }

  /**
   * Traces the kernel.
   *
   * @param tracer is closed with the session, or if there cannot be one
   */
  static TracingSession withKernel(
      Tracer tracer, RecordingOptions options, CaptureSettings capture) {
    try {
      return new TracingSession(Optional.of(tracer), options, capture, null);
    } catch (RuntimeException | Error unexpected) {
      tracer.close();
      throw unexpected;
    }
  }

  /**
   * Knows only what this JVM starts itself.
   *
   * @param reason why the kernel is not traced
   */
  static TracingSession withoutKernel(
      RecordingOptions options, CaptureSettings capture, String reason) {
    return new TracingSession(Optional.empty(), options, capture, reason);
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
      if (nativeSpawns != null) {
        nativeSpawns.use(possible.redaction());
      }
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

  /** What is captured now. */
  CaptureSettings capture() {
    return capture;
  }

  private Thread startReader(Tracer open) {
    return Thread.ofPlatform()
        .name("exectrace-reader")
        .daemon(true)
        .inheritInheritableThreadLocals(false)
        .start(
            () -> {
              prepareNativeSpawns(open);
              read(open);
            });
  }

  private void prepareNativeSpawns(Tracer open) {
    if (!sampleStacks) {
      return;
    }
    writing.lock();
    try {
      var natives = new NativeSpawnWriter(open, spawns);
      natives.use(capture.redaction());
      nativeSpawns = natives;
      unwritten.forEach(nativeSpawns::look);
    } catch (RuntimeException | LinkageError unexpected) {
      // Then they have no thread; all else goes on.
      failures.incrementAndGet();
    } finally {
      writing.unlock();
    }
  }

  private void read(Tracer open) {
    int idlePolls = 0;
    while (!closing) {
      idlePolls = flush() > 0 ? 0 : idlePolls + 1;
      open.await(idlePolls < POLLS_UNTIL_IDLE ? BUSY_POLL : IDLE_POLL);
    }
  }

  SpawnRegistry spawns() {
    return spawns;
  }

  /** What is traced, in words. */
  String describe() {
    return reason == null
        ? "tracing the kernel, scope " + capture.scope().word()
        : "recording only what that JVM starts itself: " + reason;
  }

  /** Whether threads must give up ambient capabilities before they start something. */
  boolean dropsAmbient() {
    return dropsAmbient;
  }

  /** The marks that the kernel program looks at, if the kernel is traced. */
  Optional<SpawnMarks> marks() {
    return marks;
  }

  void countUnattributed() {
    unattributed.incrementAndGet();
  }

  void countFailure() {
    failures.incrementAndGet();
  }

  /**
   * Writes everything that the kernel has told so far.
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
      if (nativeSpawns != null) {
        nativeSpawns.look(event);
      }
      unwritten.add(event);
    }
    fresh.clear();
  }

  private void write(ProcessEvent event) {
    try {
      if (event instanceof ProcessEvent.Fork fork && nativeSpawns != null) {
        nativeSpawns.write(fork);
      }
      writer.write(event);
    } catch (RuntimeException | Error unexpected) {
      // One event that cannot be written must not end the reading of all others.
      failures.incrementAndGet();
    }
  }

  /**
   * Writes the ledger, after everything it speaks of.
   *
   * @param unrecorded how many starts came before there was a session
   */
  void writeStatistics(long unrecorded) {
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
    event.unrecorded = unrecorded;
    var natives = nativeSpawns;
    if (natives != null) {
      event.nativeSpawns = natives.count();
      event.nativeUnverified = natives.unverified();
      event.unattributed += natives.unattributed();
    }
    event.hookFailures = failures.get();
    event.kernelRelease = System.getProperty("os.version");
    ThisJvm.describe(event);
    tracer.ifPresent(open -> fillLedger(event, open));
    event.reason = reason == null ? shortfalls() : reason;
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
  private String shortfalls() {
    var all = new ArrayList<>(tracer.map(Tracer::shortfalls).orElse(List.of()));
    if (ledgerTrouble != null) {
      all.add(ledgerTrouble);
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
      ledgerTrouble = "the account is not the last one: " + unreadable.getMessage();
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
   * Ends tracing; the kernel is free of it when this returns.
   *
   * @param unrecorded as for {@link #writeStatistics}, which a recording that goes on without these
   *     events may still want
   */
  void close(long unrecorded) {
    closing = true;
    reader.ifPresent(TracingSession::join);
    writeStatistics(unrecorded);
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
