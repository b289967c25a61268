package io.github.exectrace.recording;

import io.github.exectrace.bpf.Libc;
import io.github.exectrace.spawn.CallSite;
import io.github.exectrace.spawn.Spawn;
import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.tracer.Arguments;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;

/** Records the starts of processes, on the threads that start them. */
public final class SpawnRecorder {
  // The JDK's native code says either, depending on where it failed.
  private static final Pattern ERRNO = Pattern.compile("\\berror(?:=|: )(\\d+)");
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  // As ProcessImpl passes them to forkAndExec.
  private static final String[] MECHANISMS = {"FORK", "POSIX_SPAWN", "VFORK"};

  private final TracingSwitch tracing;
  private final ArgumentPolicy policy;
  private final String directory;

  /** Records while the switch is on. */
  public SpawnRecorder(TracingSwitch tracing, RecordingOptions options) {
    this.tracing = tracing;
    this.policy = options.arguments();
    this.directory = System.getProperty("user.dir");
  }

  /**
   * What ProcessImpl is about to pass to the system; strings end with NUL.
   *
   * @param mechanism 1 for fork, 2 for posix_spawn, 3 for vfork
   * @param program the program's name
   * @param arguments the other arguments, one after the other
   * @param count how many these are
   * @param directory where to start it; null for the JVM's own
   */
  public record Request(
      int mechanism, byte[] program, byte[] arguments, int count, byte[] directory) {}

  /**
   * The calling thread is about to fork.
   *
   * @return null while nothing is recorded
   */
  public Pending begin(Request request) {
    var session = tracing.session();
    if (session == null) {
      return null;
    }
    try {
      return new Pending(session, request);
    } catch (RuntimeException | Error unexpected) {
      session.countFailure();
      throw unexpected; // the bridge keeps it from the application
    }
  }

  /** A start under way; used by its thread alone. Told of the outcome by {@link #accept}. */
  public final class Pending implements ObjIntConsumer<Throwable> {
    private final TracingSession session;
    private final SpawnMarks marks; // null if the kernel is not traced
    private final Request request;
    private final Spawn spawn;
    private final ProcessSpawnEvent event = new ProcessSpawnEvent();
    private final int tid;
    private final boolean marked;

    private Pending(TracingSession session, Request request) {
      this.session = session;
      this.marks = session.marks().orElse(null);
      this.request = request;
      this.spawn = session.spawns().begin(Thread.currentThread(), CallSite.current());
      // From here to the fork a virtual thread must not block, or it may change its carrier.
      this.tid = Libc.gettid();
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
      }
    }

    private void end(Throwable failure, int pid) {
      int child = marked ? marks.clear(tid) : SpawnMarks.NO_CHILD;
      session.spawns().end(spawn, child != SpawnMarks.NO_CHILD);
      if (failure == null && marks != null && child != pid) {
        session.countUnattributed();
      }
      if (event.shouldCommit()) {
        fill(failure, pid);
        event.commit();
      }
    }

    private void fill(Throwable failure, int pid) {
      event.spawnId = spawn.id();
      event.pid = failure == null ? pid : -1;
      event.executable = text(request.program());
      event.commandLine = policy.commandLine(arguments());
      event.workingDirectory =
          request.directory() == null ? directory : text(request.directory());
      event.mechanism = mechanism();
      event.succeeded = failure == null;
      event.errno = failure == null ? 0 : errno(failure);
      event.error = failure == null ? null : failure.getMessage();
    }

    private Arguments arguments() {
      var block = new ByteArrayOutputStream();
      block.writeBytes(request.program());
      block.writeBytes(request.arguments());
      return new Arguments(block.toByteArray(), request.count() + 1, block.size());
    }

    private String mechanism() {
      int index = request.mechanism() - 1;
      return index >= 0 && index < MECHANISMS.length
          ? MECHANISMS[index]
          : String.valueOf(request.mechanism());
    }
  }

  private static int errno(Throwable failure) {
    var matcher = ERRNO.matcher(String.valueOf(failure.getMessage()));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private static String text(byte[] ended) {
    return new String(ended, 0, ended.length - 1, FILE_NAMES);
  }
}
