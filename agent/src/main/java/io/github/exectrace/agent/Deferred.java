package io.github.exectrace.agent;

import io.github.exectrace.text.VisibleText;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Puts the agent's start off until the flight recorder is first used: a JVM that never records
 * loads next to nothing and keeps its {@code ProcessImpl} as it is. The agent then starts on the
 * thread that makes the first recording, so no process that is started afterwards is missed.
 *
 * <p>Only without options, because those want to be checked at once. Runs in the application's own
 * module, like {@link Bootstrap}.
 *
 * <p>An application can get hold of this: {@link FlightRecorder#removeListener} hands each listener
 * to the {@code equals} of the one that is to be removed. So what the agent starts with is kept
 * inside an object of the JDK's that can be run, which is harmless, but not looked into.
 */
final class Deferred implements FlightRecorderListener {
  private final FutureTask<Void> start;

  private Deferred(Instrumentation instrumentation) {
    this.start = new FutureTask<>(new Start(instrumentation), null);
  }

  /**
   * Puts it off from now on. Should the recorder be initialised just now, it calls back at once.
   */
  static void begin(Instrumentation instrumentation) {
    FlightRecorder.addListener(new Deferred(instrumentation));
  }

  /** No lambda, which would cost a JVM's start more than all else here. */
  private static final class Start implements Runnable {
    private final Instrumentation instrumentation;

    Start(Instrumentation instrumentation) {
      this.instrumentation = instrumentation;
    }

    @Override
    public void run() {
      Bootstrap.startIfNoneIs(instrumentation);
    }
  }

  /**
   * Called by the recorder with its own lock held, so this waits for no other thread: one that
   * starts the agent may be waiting for the recorder.
   */
  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    start.run();
    try {
      if (start.isDone()) {
        start.get();
      }
    } catch (ExecutionException failure) {
      // On a thread of the application's, which has nothing to do with it.
      System.err.println(
          "exectrace: not tracing: " + VisibleText.guard(failure.getCause().getMessage()));
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt(); // nothing is waited for
    }
  }
}
