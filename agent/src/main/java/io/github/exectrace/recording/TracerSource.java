package io.github.exectrace.recording;

import io.github.exectrace.text.FailureText;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Makes tracers ready, the first one ahead of time if asked for; always on a background thread,
 * because an interrupt of the application's would break off what reads files. Not safe for use by
 * several threads.
 */
final class TracerSource {
  private final Callable<PreparedTracer> opening;
  private final Runnable discarded;
  private Future<PreparedTracer> prepared;

  /**
   * A source of tracers.
   *
   * @param opening makes one ready
   * @param discarded is run before one that is not wanted any more is closed
   */
  TracerSource(Callable<PreparedTracer> opening, Runnable discarded) {
    this.opening = opening;
    this.discarded = discarded;
  }

  /** Begins to make one ready. */
  void prepare() {
    var task = new FutureTask<>(opening);
    Background.run("exectrace-prepare", task);
    prepared = task;
  }

  /** The prepared tracer, or another one. */
  PreparedTracer open() throws IOException {
    if (prepared == null) {
      prepare();
    }
    var ready = prepared;
    prepared = null;
    try {
      return awaitKeepingInterrupt(ready);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw new IOException("opening the tracer failed: " + FailureText.of(failure), failure);
    }
  }

  private static <T> T awaitKeepingInterrupt(Future<T> future) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The prepared tracer is not wanted any more, if there is one. */
  void discard() {
    if (prepared != null) {
      var unneeded = prepared;
      prepared = null;
      Background.run("exectrace-stop", () -> close(unneeded));
    }
  }

  private void close(Future<PreparedTracer> opening) {
    try {
      var unneeded = awaitKeepingInterrupt(opening);
      discarded.run();
      unneeded.tracer().close();
    } catch (ExecutionException refused) {
      // Then there is nothing to close, and it was not wanted.
      discarded.run();
    }
  }
}
