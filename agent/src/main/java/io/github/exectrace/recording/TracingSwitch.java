package io.github.exectrace.recording;

import io.github.exectrace.tracer.Tracer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * Turns tracing on when a recording wants the events and off when none does. Without one, nothing
 * is attached to the kernel. Safe for use by several threads.
 */
public final class TracingSwitch implements FlightRecorderListener {
  // Half a second was not always enough for hundreds of threads on two busy processors.
  private static final long LONGEST_WAIT_MILLIS = 2_000;
  private static final long LONGEST_ANSWER_MILLIS = 10_000;
  private static final List<Class<? extends Event>> EVENTS =
      List.of(
          ProcessSpawnEvent.class,
          NativeSpawnEvent.class,
          ProcessExecEvent.class,
          ProcessExitEvent.class,
          ProcessAdoptedEvent.class);

  private final RecordingOptions options;
  private final Consumer<String> notices;
  private final CountDownLatch decided = new CountDownLatch(1);
  private final AtomicLong unrecorded = new AtomicLong();
  private Future<Tracer> prepared;
  private boolean registered;
  private boolean noticed;
  private volatile TracingSession session;
  private volatile String failure; // why there is no session although there should be one

  /**
   * A switch that is off.
   *
   * @param notices takes one line if the kernel cannot be traced
   */
  public TracingSwitch(RecordingOptions options, Consumer<String> notices) {
    this.options = options;
    this.notices = notices;
  }

  /**
   * Begins to make the kernel ready on a background thread, because a recording is about to want
   * it: that takes as long as starting the recorder does, and this way both go on at once.
   */
  public synchronized void prepare() {
    if (options.mode() != RecordingOptions.Mode.JAVA) {
      var opening = new FutureTask<>(this::openTracer);
      background("exectrace-prepare", opening);
      prepared = opening;
    }
  }

  /**
   * Begins to follow the flight recorder, on a background thread; {@link #session} waits until that
   * is done.
   */
  public void follow() {
    background(
        "exectrace-start",
        () -> {
          try {
            FlightRecorder.addListener(this);
            if (FlightRecorder.isInitialized()) {
              recorderInitialized(FlightRecorder.getFlightRecorder());
              update();
            }
          } finally {
            decided.countDown();
          }
        });
  }

  private static void background(String name, Runnable task) {
    Thread.ofPlatform().name(name).daemon(true).inheritInheritableThreadLocals(false).start(task);
  }

  /** Where spawns are recorded now, or null. Waits, two seconds at most, for {@link #follow}. */
  TracingSession session() {
    if (decided.getCount() > 0) {
      awaitDecision(LONGEST_WAIT_MILLIS);
    }
    var current = session;
    // Among many threads a wait may end in vain although the decision has fallen meanwhile.
    if (current == null && decided.getCount() > 0) {
      unrecorded.incrementAndGet();
    }
    return current;
  }

  /** What is traced now, in words; waits for {@link #follow}, ten seconds at most. */
  public String describe() {
    awaitDecision(LONGEST_ANSWER_MILLIS);
    var current = session;
    if (current != null) {
      return current.describe();
    }
    return failure == null
        ? "tracing begins with a recording that wants the events"
        : "not tracing: " + failure;
  }

  private void awaitDecision(long longestMillis) {
    try {
      decided.await(longestMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // for the application, whose interrupt it is
    }
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    synchronized (this) {
      if (registered) {
        return;
      }
      registered = true;
    }
    EVENTS.forEach(FlightRecorder::register);
    FlightRecorder.addPeriodicEvent(TracerStatisticsEvent.class, this::writeStatistics);
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    update();
  }

  /** Called by the recorder before it closes a chunk, so all that the kernel told is in it. */
  private void writeStatistics() {
    var current = session;
    if (current != null) {
      current.writeStatistics(unrecorded.get());
      return;
    }
    var event = new TracerStatisticsEvent();
    event.state = failure == null ? "STARTING" : "FAILED";
    event.reason = failure == null ? "the recording ended before tracing was ready" : failure;
    event.scope = options.tracer().scope().word();
    event.unrecorded = unrecorded.get();
    event.commit();
  }

  private synchronized void update() {
    boolean wanted = EVENTS.stream().anyMatch(type -> EventType.getEventType(type).isEnabled());
    if (wanted && session == null) {
      session = start();
    } else if (!wanted && session != null) {
      var ended = session;
      session = null;
      // Not on this thread: it may be the one that ends the JVM, and that need not wait.
      background("exectrace-stop", ended::close);
    } else if (!wanted && prepared != null) {
      var unneeded = prepared;
      prepared = null;
      background("exectrace-stop", () -> close(unneeded));
    }
  }

  private TracingSession start() {
    if (options.mode() == RecordingOptions.Mode.JAVA) {
      return TracingSession.withoutKernel(options, "mode=java");
    }
    try {
      return TracingSession.withKernel(open(), options);
    } catch (IOException refused) {
      return startWithoutKernel(refused.getMessage());
    } catch (RuntimeException | LinkageError unexpected) {
      // Whatever it is, the application on whose thread this may be has nothing to do with it.
      return startWithoutKernel(unexpected.toString());
    }
  }

  private TracingSession startWithoutKernel(String reason) {
    if (options.mode() == RecordingOptions.Mode.AUTO) {
      notice("recording only what this JVM starts itself, not its descendants: " + reason);
      return TracingSession.withoutKernel(options, reason);
    }
    notice("not tracing: " + reason);
    failure = reason;
    return null;
  }

  private Tracer open() throws IOException {
    if (prepared == null) {
      return openTracer();
    }
    var opening = prepared;
    prepared = null;
    try {
      return opening.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw new IOException("opening the tracer failed: " + failure.getCause(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening the tracer", interrupted);
    }
  }

  private Tracer openTracer() throws IOException {
    return Tracer.open(options.tracer().withDiagnostics(notices));
  }

  private static void close(Future<Tracer> opening) {
    try {
      opening.get().close();
    } catch (ExecutionException refused) {
      // Then there is nothing to close, and nobody wanted it.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void notice(String line) {
    if (!noticed) {
      noticed = true;
      notices.accept(line);
    }
  }
}
