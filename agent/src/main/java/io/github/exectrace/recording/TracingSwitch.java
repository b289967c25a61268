package io.github.exectrace.recording;

import io.github.exectrace.recording.PreparedTracer.Marks;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.spawn.UnmarkedStarts;
import io.github.exectrace.text.FailureText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
 * <p>Recordings that start and stop the recorder mostly announces with no lock held, on the thread
 * that starts or stops them, and {@link #update} makes the change there. Other changes it announces
 * while it holds its locks ({@link CaptureSetting}); these are made on a background thread, and a
 * start of a process that comes before waits for that, unless its thread, or another one that waits
 * for it, holds those locks: then the change cannot come. No lock of this class is held while the
 * recorder is asked for something or a notice is given.
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
  private final RecorderLocks locks = RecorderLocks.find();
  private final Changes changes = new Changes();
  private final UnmarkedStarts unmarked = new UnmarkedStarts();
  private final SpawnRegistry spawnsWithoutKernel = new SpawnRegistry();
  private final StartCounts counts = new StartCounts();
  private final AtomicBoolean registering = new AtomicBoolean();
  private final AtomicBoolean updating = new AtomicBoolean();
  private final Set<String> noticed = ConcurrentHashMap.newKeySet();
  private final Queue<String> unsaid = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Announced> announced;
  private long beginning; // the change that is pending until the recorder is followed
  private long lastChange;
  private volatile boolean registered;
  private volatile boolean wanted;
  private volatile boolean awaited; // the first recording, for which the kernel is made ready
  private volatile Marks marks; // of the tracer that is being made ready; null if there is none
  private volatile TracingSession session;
  private volatile String failure; // why there is no session although there should be one

  /** What the recordings want, which may not have been met yet. */
  private record Announced(long change, RecordingConfig config) {}

  /**
   * A switch that is off.
   *
   * @param notices takes a line if the kernel cannot be traced or a setting is not understood
   */
  public TracingSwitch(RecordingOptions options, Consumer<String> notices) {
    this.options = options;
    this.byDefault = CaptureSettings.of(options);
    this.notices = notices;
    this.announced =
        new AtomicReference<>(
            new Announced(0, new RecordingConfig(false, false, byDefault, List.of())));
    this.tracers =
        new TracerSource(
            () -> PreparedTracer.open(options, this::notice, unmarked, ready -> marks = ready),
            () -> marks = null);
  }

  /**
   * Begins to make the kernel ready on a background thread, because a recording is about to want
   * it: that takes as long as starting the recorder does, and this way both go on at once. Starts
   * of processes wait from now on, so {@link #follow} has to come.
   */
  public synchronized void prepare() {
    beginning = changes.ask();
    if (options.mode() != RecordingOptions.Mode.JAVA) {
      awaited = true;
      tracers.prepare();
    }
  }

  /**
   * Begins to follow the flight recorder, on a background thread; {@link #session} waits until that
   * is done. If the recorder itself has called, it is done on its thread, so that the recording
   * that is about to start finds the events registered.
   */
  public synchronized void follow() {
    long change = beginning == 0 ? changes.ask() : beginning;
    if (locks.held()) {
      listen(change);
    } else {
      Background.run("exectrace-start", () -> listen(change));
    }
  }

  private void listen(long change) {
    try {
      FlightRecorder.addListener(this);
      if (FlightRecorder.isInitialized()) {
        recorderInitialized(FlightRecorder.getFlightRecorder());
        awaited = false;
        if (!locks.held()) {
          update();
        }
      }
    } finally {
      changes.made(change);
    }
  }

  /** Waits until the recording that was prepared for is traced, five seconds at most. */
  public void awaitReady() {
    if (!locks.held()) {
      changes.await(LONGEST_WAIT_MILLIS);
    }
  }

  /** The hook was put into a class that was in use already. */
  public void hookedInUse() {
    unmarked.olderCodeMayRun();
  }

  UnmarkedStarts unmarked() {
    return unmarked;
  }

  /** Whether no recording wants anything and no change is under way. */
  boolean idle() {
    return !changes.pending() && session == null;
  }

  /**
   * Where a start is recorded, if it is. Waits, five seconds at most, for a change under way that
   * can come.
   */
  Optional<SpawnSession> session() {
    if (!changes.pending()) {
      return Optional.ofNullable(session);
    }
    boolean waits = !locks.held();
    if (waits) {
      changes.awaitUnlessRecorderIsHeld(LONGEST_WAIT_MILLIS);
    }
    var newest = newestSession();
    // Among many threads a wait may end in vain although the decision has fallen meanwhile.
    if (waits && newest.isEmpty() && changes.pending()) {
      counts.unrecorded().incrementAndGet();
    }
    return newest;
  }

  /** The same, without waiting. */
  Optional<SpawnSession> newestSession() {
    boolean pending = changes.pending();
    var current = session;
    if (!pending) {
      return Optional.ofNullable(current);
    }
    var config = announced.get().config();
    if (current != null) {
      return Optional.of(
          config.wanted() ? new RecapturedSession(current, config.capture()) : current);
    }
    var ready = marks;
    if (ready != null) {
      return Optional.of(early(config, ready));
    }
    return config.wanted() ? Optional.of(early(config)) : Optional.empty();
  }

  /** Without marks, unless they have come meanwhile. */
  private SpawnSession early(RecordingConfig config) {
    unmarked.beginCounted();
    var ready = marks;
    var current = session;
    if (ready == null && current == null) {
      return new EarlySession(
          true,
          spawnsWithoutKernel,
          Optional.empty(),
          config.capture(),
          false,
          counts,
          unmarked::endCounted);
    }
    unmarked.endCounted();
    return current == null
        ? early(config, ready)
        : new RecapturedSession(current, config.capture());
  }

  private SpawnSession early(RecordingConfig config, Marks ready) {
    return new EarlySession(
        config.wanted(),
        ready.spawns(),
        Optional.of(ready.table()),
        config.capture(),
        ready.dropsAmbient(),
        counts,
        () -> {});
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
    // First, so that a recording that ends before the rest is done has its account.
    FlightRecorder.addPeriodicEvent(TracerStatisticsEvent.class, this::writeStatistics);
    CaptureSetting.connect(byDefault, this::updateSoon);
    EVENTS.forEach(FlightRecorder::register);
    registered = true;
    updateSoon(); // for a recording that started meanwhile
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    awaited = false;
    if (locks.held()) {
      updateSoon(); // a recording whose start was put off: the recorder's timer holds its lock
    } else {
      update();
    }
  }

  /** Called by the recorder before it closes a chunk, so all that the kernel saw is in it. */
  private void writeStatistics() {
    var current = session;
    if (current != null) {
      uninterrupted(current::writeStatistics);
      return;
    }
    if (!wanted && !isAboutToBeWanted()) {
      return;
    }
    var event = new TracerStatisticsEvent();
    event.state = failure == null ? "STARTING" : "FAILED";
    event.reason = failure == null ? "the recording ended before tracing was ready" : failure;
    event.scope = byDefault.scope().word();
    event.unrecorded = counts.unrecorded().get();
    event.hookFailures = counts.failures().get();
    ThisJvm.describe(event);
    event.showTexts();
    event.commit();
  }

  /** The recorder has its own lock held when it calls, so that it answers at once. */
  private boolean isAboutToBeWanted() {
    return changes.pending() && RecordingConfig.ask(EVENTS, byDefault).statistics();
  }

  /** An interrupt of the application's would break off what reads files; it gets it back. */
  private static void uninterrupted(Runnable task) {
    boolean interrupted = Thread.interrupted();
    try {
      task.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void updateSoon() {
    if (!registered || !updating.compareAndSet(false, true)) {
      return;
    }
    long change = changes.ask();
    boolean started = false;
    try {
      announce(change);
      Background.run(
          "exectrace-settings",
          () -> {
            updating.set(false);
            update(change);
          });
      started = true;
    } finally {
      if (!started) {
        // Out of memory or threads: then this is not to be waited for.
        updating.set(false);
        changes.made(change);
      }
    }
  }

  /** Who holds the recorder's lock can ask at once, for those who cannot wait. */
  private void announce(long change) {
    if (locks.recorderHeld()) {
      announce(change, RecordingConfig.ask(EVENTS, byDefault));
    }
  }

  private void announce(long change, RecordingConfig config) {
    var said = new Announced(change, config);
    announced.updateAndGet(before -> before.change() > change ? before : said);
  }

  private void update() {
    if (registered) {
      update(changes.ask());
    }
  }

  private void update(long change) {
    uninterrupted(
        () -> {
          try {
            var config = ask();
            announce(change, config);
            synchronized (this) {
              // Whoever asked later has got the newer answer.
              if (change > lastChange) {
                lastChange = change;
                apply(config);
              }
            }
          } finally {
            changes.made(change);
            sayNotices();
          }
        });
  }

  private RecordingConfig ask() {
    changes.questionBegins();
    try {
      return RecordingConfig.ask(EVENTS, byDefault);
    } finally {
      changes.questionEnds();
    }
  }

  private void apply(RecordingConfig config) {
    config.refused().forEach(this::notice);
    wanted = config.wanted();
    awaited = awaited && !wanted;
    var current = session;
    if (!wanted) {
      if (!awaited) {
        tracers.discard();
      }
      if (current != null) {
        current.ends();
      }
      session = null;
      if (current != null) {
        // Not on this thread: it may be the one that ends the JVM, and that need not wait.
        Background.run("exectrace-stop", () -> current.close(config.statistics()));
      }
    } else if (current == null) {
      session = start(config.capture());
      marks = null;
    } else {
      current.follow(config.capture());
    }
  }

  private TracingSession start(CaptureSettings capture) {
    if (options.mode() == RecordingOptions.Mode.JAVA) {
      return TracingSession.withoutKernel(capture, "mode=java", counts);
    }
    try {
      return TracingSession.withKernel(tracers.open(), capture, counts);
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
      return TracingSession.withoutKernel(capture, reason, counts);
    }
    notice("not tracing: " + reason);
    failure = reason;
    return null;
  }

  private void notice(String line) {
    if (noticed.add(line)) {
      unsaid.add(line);
    }
  }

  /** Where they go the application may hold a lock, so nothing waits for this. */
  private void sayNotices() {
    for (var line = unsaid.poll(); line != null; line = unsaid.poll()) {
      notices.accept(line);
    }
  }
}
