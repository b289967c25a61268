package io.github.exectrace.agent;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Puts the agent's start off until the flight recorder is first used, unless it will be at once: a
 * JVM that never records loads next to nothing and keeps its {@code ProcessImpl} as it is. The
 * agent then starts on the thread that makes the first recording, so no process that is started
 * afterwards is missed.
 *
 * <p>Only without options, because those want to be checked at once. Runs in the application's own
 * module, like {@link Bootstrap}. Safe for use by several threads.
 *
 * <p>The recorder calls {@link #recorderInitialized} with its own lock held, so that method waits
 * for no other thread: one that starts the agent may be waiting for the recorder.
 */
final class Deferred implements Function<String, Supplier<String>>, FlightRecorderListener {
  private final Instrumentation instrumentation;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Function<String, Supplier<String>>> agent =
      new CompletableFuture<>();
  private final CompletableFuture<Supplier<String>> answer = new CompletableFuture<>();

  Deferred(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Starts the agent if there are options or a recorder, or else if the answer is wanted. */
  @Override
  public Supplier<String> apply(String options) {
    boolean chosen = options != null && !options.isEmpty();
    boolean records = CommandLine.records();
    if (chosen || records || begun.get() || FlightRecorder.isInitialized()) {
      return begun.compareAndSet(false, true)
          ? start(options, records)
          : join(agent).apply(options);
    }
    // Should the recorder be initialised just now, it calls back at once.
    FlightRecorder.addListener(this);
    return this::answer;
  }

  private String answer() {
    return (begun.compareAndSet(false, true) ? start(null, false) : join(answer)).get();
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    if (begun.compareAndSet(false, true)) {
      try {
        start(null, false);
      } catch (Throwable failure) {
        // On a thread of the application's, which has nothing to do with it.
        System.err.println("exectrace: not tracing: " + failure.getMessage());
      }
    }
  }

  private Supplier<String> start(String options, boolean records) {
    try {
      var loaded = Bootstrap.start(instrumentation, records);
      var started = loaded.apply(options);
      agent.complete(loaded);
      answer.complete(started);
      return started;
    } catch (Throwable failure) {
      var refused =
          failure instanceof IllegalStateException sentence
              ? sentence
              : new IllegalStateException(failure.toString(), failure);
      agent.completeExceptionally(refused);
      answer.completeExceptionally(refused);
      throw refused;
    }
  }

  private static <T> T join(CompletableFuture<T> started) {
    try {
      return started.join();
    } catch (CompletionException refused) {
      throw new IllegalStateException(refused.getCause().getMessage(), refused.getCause());
    }
  }
}
