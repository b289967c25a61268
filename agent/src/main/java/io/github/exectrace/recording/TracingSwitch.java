package io.github.exectrace.recording;

import io.github.exectrace.text.FailureText;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * Turns tracing on when a recording wants the events and off when none does, and has it follow the
 * recordings' settings between. Without a recording, nothing is attached to the kernel. Safe for
 * use by several threads.
 *
 * <p>The recorder tells of recordings that start and stop with no lock held, on the thread that
 * starts or stops them, and {@link #update} makes the change there. Of other changes it tells while
 * it holds its lock ({@link CaptureSetting}); these are made on a background thread, and a start of
 * a process that comes before waits for that. No lock of this class is held while the recorder is
 * asked for something.
 */
public final class TracingSwitch implements FlightRecorderListener {
  // Half a second was not always enough for hundreds of threads on two busy processors, nor two
  // seconds in an emulated machine.
  private static final long LONGEST_WAIT_MILLIS = 5_000;
  private static final long LONGEST_ANSWER_MILLIS = 10_000;
  private static final List<Class<? extends Event>> EVENTS =
      List.of(
          ProcessSpawnEvent.class,
          NativeSpawnEvent.class,
          ProcessExecEvent.class,
          ProcessExitEvent.class,
          ProcessAdoptedEvent.class);

  private final RecordingOptions options;
  private final CaptureSettings byDefault;
  private final Consumer<String> notices;
  private final TracerSource tracers;
  private final Changes changes = new Changes();
  private final AtomicBoolean registering = new AtomicBoolean();
  private final AtomicBoolean updating = new AtomicBoolean();
  private final AtomicLong unrecorded = new AtomicLong();
  private final Set<String> noticed = new HashSet<>();
  private long lastChange;
  private volatile boolean registered;
  private volatile boolean wanted;
  private volatile boolean awaited; // the first recording, for which the kernel is made ready
  private volatile TracingSession session;
  private volatile String failure; // why there is no session although there should be one

  /**
   * A switch that is off.
   *
   * @param notices takes a line if the kernel cannot be traced or a setting is not understood
   */
  public TracingSwitch(RecordingOptions options, Consumer<String> notices) {
    this.options = options;
    this.byDefault = CaptureSettings.of(options);
    this.notices = notices;
    this.tracers = new TracerSource(options.tracer().withDiagnostics(notices));
  }

  /**
   * Begins to make the kernel ready on a background thread, because a recording is about to want
   * it: that takes as long as starting the recorder does, and this way both go on at once.
   */
  public synchronized void prepare() {
    if (options.mode() != RecordingOptions.Mode.JAVA) {
      awaited = true;
      tracers.prepare();
    }
  }

  /**
   * Begins to follow the flight recorder, on a background thread; {@link #session} waits until that
   * is done.
   */
  public void follow() {
    long beginning = changes.ask();
    Background.run(
        "exectrace-start",
        () -> {
          try {
            FlightRecorder.addListener(this);
            if (FlightRecorder.isInitialized()) {
              recorderInitialized(FlightRecorder.getFlightRecorder());
              awaited = false;
              update();
            }
          } finally {
            changes.made(beginning);
          }
        });
  }

  /** Whether no recording wants anything and no change is under way. */
  boolean idle() {
    return !changes.pending() && session == null;
  }

  /**
   * Where spawns are recorded now, or null. Waits, five seconds at most, for a change under way.
   */
  TracingSession session() {
    if (!changes.pending()) {
      return session;
    }
    changes.await(LONGEST_WAIT_MILLIS);
    var current = session;
    // Among many threads a wait may end in vain although the decision has fallen meanwhile.
    if (current == null && changes.pending()) {
      unrecorded.incrementAndGet();
    }
    return current;
  }

  /** What is traced now, in words; waits for a change under way, ten seconds at most. */
  public String describe() {
    changes.await(LONGEST_ANSWER_MILLIS);
    var current = session;
    if (current != null) {
      return current.describe();
    }
    return failure == null
        ? "tracing begins with a recording that wants the events"
        : "not tracing: " + failure;
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    if (!registering.compareAndSet(false, true)) {
      return;
    }
    CaptureSetting.connect(byDefault, this::updateSoon);
    EVENTS.forEach(FlightRecorder::register);
    FlightRecorder.addPeriodicEvent(TracerStatisticsEvent.class, this::writeStatistics);
    registered = true;
    updateSoon(); // for a recording that started meanwhile
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    awaited = false;
    update();
  }

  /** Called by the recorder before it closes a chunk, so all that the kernel told is in it. */
  private void writeStatistics() {
    var current = session;
    if (current != null) {
      current.writeStatistics(unrecorded.get());
      return;
    }
    if (!wanted && !changes.pending()) {
      return;
    }
    var event = new TracerStatisticsEvent();
    event.state = failure == null ? "STARTING" : "FAILED";
    event.reason = failure == null ? "the recording ended before tracing was ready" : failure;
    event.scope = byDefault.scope().word();
    event.unrecorded = unrecorded.get();
    ThisJvm.describe(event);
    event.showTexts();
    event.commit();
  }

  private void updateSoon() {
    if (!registered || !updating.compareAndSet(false, true)) {
      return;
    }
    long change = changes.ask();
    boolean started = false;
    try {
      Background.run(
          "exectrace-settings",
          () -> {
            updating.set(false);
            update(change);
          });
      started = true;
    } finally {
      if (!started) {
        // Out of memory or threads: nobody shall wait for this.
        updating.set(false);
        changes.made(change);
      }
    }
  }

  private void update() {
    if (registered) {
      update(changes.ask());
    }
  }

  private void update(long change) {
    try {
      var demand = Demand.ask(EVENTS, byDefault);
      synchronized (this) {
        // Whoever asked later has got the newer answer.
        if (change > lastChange) {
          lastChange = change;
          meet(demand);
        }
      }
    } finally {
      changes.made(change);
    }
  }

  private void meet(Demand demand) {
    demand.refused().forEach(this::notice);
    wanted = demand.wanted();
    awaited = awaited && !wanted;
    var current = session;
    if (!wanted) {
      if (!awaited) {
        tracers.discard();
      }
      session = null;
      if (current != null) {
        // Not on this thread: it may be the one that ends the JVM, and that need not wait.
        Background.run("exectrace-stop", () -> current.close(unrecorded.get()));
      }
    } else if (current == null) {
      session = start(demand.capture());
    } else {
      current.follow(demand.capture());
    }
  }

  private TracingSession start(CaptureSettings capture) {
    if (options.mode() == RecordingOptions.Mode.JAVA) {
      return TracingSession.withoutKernel(options, capture, "mode=java");
    }
    try {
      return TracingSession.withKernel(tracers.open(), options, capture);
    } catch (IOException refused) {
      return startWithoutKernel(capture, refused.getMessage());
    } catch (RuntimeException | Error unexpected) {
      // Whatever it is, the application on whose thread this may be has nothing to do with it.
      return startWithoutKernel(capture, FailureText.of(unexpected));
    }
  }

  private TracingSession startWithoutKernel(CaptureSettings capture, String reason) {
    if (options.mode() == RecordingOptions.Mode.AUTO) {
      notice("recording only what this JVM starts itself, not its descendants: " + reason);
      return TracingSession.withoutKernel(options, capture, reason);
    }
    notice("not tracing: " + reason);
    failure = reason;
    return null;
  }

  private void notice(String line) {
    if (noticed.add(line)) {
      notices.accept(line);
    }
  }
}
