package io.github.exectrace.recording;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final long LONGEST_WAIT_MILLIS = 500;
  private static final List<Class<? extends Event>> EVENTS =
      List.of(ProcessSpawnEvent.class, ProcessExecEvent.class, ProcessExitEvent.class);

  private final RecordingOptions options;
  private final Consumer<String> notices;
  private final CountDownLatch decided = new CountDownLatch(1);
  private boolean registered;
  private boolean noticed;
  private volatile TracingSession session;

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
   * Begins to follow the flight recorder.
   *
   * <p>Takes a tenth of a second or more if a recording runs already, so it is meant for a
   * background thread; {@link #session} waits for it.
   */
  public void follow() {
    try {
      FlightRecorder.addListener(this);
      if (FlightRecorder.isInitialized()) {
        recorderInitialized(FlightRecorder.getFlightRecorder());
        update();
      }
    } finally {
      decided.countDown();
    }
  }

  /** Where spawns are recorded now, or null. Waits, half a second at most, for {@link #follow}. */
  TracingSession session() {
    if (decided.getCount() > 0) {
      try {
        decided.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt(); // for the application, whose interrupt it is
      }
    }
    return session;
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
      current.writeStatistics();
    }
  }

  private synchronized void update() {
    boolean wanted = EVENTS.stream().anyMatch(type -> EventType.getEventType(type).isEnabled());
    if (wanted && session == null) {
      session = start();
    } else if (!wanted && session != null) {
      var ended = session;
      session = null;
      // Not on this thread: it may be the one that ends the JVM, and that need not wait.
      Thread.ofPlatform().name("exectrace-stop").daemon(true).start(ended::close);
    }
  }

  private TracingSession start() {
    if (options.mode() == RecordingOptions.Mode.JAVA) {
      return TracingSession.withoutKernel(options, "mode=java");
    }
    try {
      return TracingSession.withKernel(options);
    } catch (IOException refused) {
      boolean alone = options.mode() == RecordingOptions.Mode.AUTO;
      notice(
          (alone
                  ? "recording only what this JVM starts itself, not its descendants: "
                  : "not tracing: ")
              + refused.getMessage());
      return alone ? TracingSession.withoutKernel(options, refused.getMessage()) : null;
    }
  }

  private void notice(String line) {
    if (!noticed) {
      noticed = true;
      notices.accept(line);
    }
  }
}
