package io.github.exectrace.recording;

import io.github.exectrace.bpf.AmbientCapabilities;
import io.github.exectrace.bpf.Libc;
import io.github.exectrace.events.Errno;
import io.github.exectrace.spawn.CallSite;
import io.github.exectrace.spawn.Spawn;
import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.UnmarkedStarts;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;

/** Records the starts of processes, on the threads that start them. */
public final class SpawnRecorder {
  private final TracingSwitch tracing;
  private final UnmarkedStarts unmarked;
  private final ObjIntConsumer<Throwable> unrecorded;

  /** Records while the switch is on. */
  public SpawnRecorder(TracingSwitch tracing) {
    this.tracing = tracing;
    this.unmarked = tracing.unmarked();
    this.unrecorded = (ignoredFailure, ignoredPid) -> unmarked.end();
  }

  /**
   * The calling thread is about to fork, and if there is nothing to record, and nothing to wait
   * for, this is all: a few accesses to memory.
   *
   * @return what takes the outcome; null if {@link #begin} is to be asked
   */
  public ObjIntConsumer<Throwable> beginIdle() {
    if (!tracing.idle()) {
      return null;
    }
    unmarked.begin();
    if (tracing.idle()) {
      return unrecorded;
    }
    unmarked.end();
    return null;
  }

  /**
   * The calling thread is about to fork.
   *
   * @return what takes the outcome
   */
  public ObjIntConsumer<Throwable> begin(SpawnRequest request) {
    var session = tracing.session();
    if (session.isPresent()) {
      return begin(session.get(), request);
    }
    unmarked.begin();
    session = tracing.newestSession();
    if (session.isPresent()) {
      unmarked.end();
      return begin(session.get(), request);
    }
    return unrecorded;
  }

  private Pending begin(SpawnSession session, SpawnRequest request) {
    try {
      return new Pending(session, request);
    } catch (RuntimeException | Error unexpected) {
      session.countFailure();
      session.ended();
      throw unexpected; // the bridge keeps it from the application
    }
  }

  /** A start under way; used by its thread alone. The outcome comes by {@link #accept}. */
  private static final class Pending implements ObjIntConsumer<Throwable> {
    private final SpawnSession session;
    private final SpawnMarks marks; // null if the kernel is not traced
    private final SpawnRequest request;
    private final Spawn spawn;
    private final ProcessSpawnEvent event = new ProcessSpawnEvent();
    private final int tid;
    private final boolean marked;

    private Pending(SpawnSession session, SpawnRequest request) {
      this.session = session;
      this.marks = session.marks().orElse(null);
      this.request = request;
      this.spawn = session.spawns().begin(Thread.currentThread());
      // From here to the fork a virtual thread must not block, or it may change its carrier.
      this.tid = marks == null ? 0 : Libc.gettid(); // without marks no native call is made
      if (session.dropsAmbient()) {
        AmbientCapabilities.dropThoseForTracing();
      }
      this.marked = marks != null && marks.set(tid, spawn.id());
      event.begin();
    }

    /**
     * The fork is over.
     *
     * @param failure why there is no process, or null
     * @param pid the process
     */
    @Override
    public void accept(Throwable failure, int pid) {
      event.end();
      try {
        end(failure, pid);
      } catch (RuntimeException | Error unexpected) {
        session.countFailure();
        throw unexpected;
      } finally {
        session.ended();
      }
    }

    private void end(Throwable failure, int pid) {
      var child = marked ? marks.clear(tid) : SpawnMarks.Child.NONE;
      var site = Optional.<String>empty();
      try {
        site = CallSite.current();
      } finally {
        session.spawns().end(spawn, child.exists(), site);
      }
      if (failure == null && child.pid() != pid) {
        session.countUnseen();
      }
      if (session.recordsStarts() && event.shouldCommit()) {
        fill(failure, pid, child);
        SpawnStack.commit(event);
      }
    }

    private void fill(Throwable failure, int pid, SpawnMarks.Child child) {
      var capture = session.capture();
      var redaction = capture.redaction();
      event.spawnId = spawn.id();
      event.pid = failure == null ? pid : -1;
      event.hostPid = child.hostPid();
      event.forkTime = child.startedNanos();
      event.executable = redaction.apply(request.executable()).text();
      event.commandLine =
          capture
              .arguments()
              .commandLine(redaction.apply(request.arguments(capture.argumentLimit())));
      event.workingDirectory =
          redaction.apply(ThisJvm.workingDirectory(request.directory())).text();
      event.mechanism = request.mechanism();
      event.succeeded = failure == null;
      event.errno = failure == null ? 0 : errno(failure);
      event.error = failure == null ? null : redaction.apply(failure.getMessage());
      event.argumentBytes = request.argumentBytes();
      event.environmentBytes = request.environmentBytes();
      if (event.errno == Errno.E2BIG.number()) {
        event.error = event.error.strip() + ": " + request.whyTooLong();
      }
      event.error = EventText.of(event.error);
    }
  }

  /** Loaded with the first failure only: a JVM starts sooner without regular expressions. */
  private static final class Errors {
    // The JDK's native code says either, depending on where it failed.
    static final Pattern NUMBER = Pattern.compile("\\berror(?:=|: )(\\d+)");
  }

  private static int errno(Throwable failure) {
    var matcher = Errors.NUMBER.matcher(String.valueOf(failure.getMessage()));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
