package io.github.exectrace.recording;

import io.github.exectrace.text.FailureText;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Opens tracers, the first one ahead of time if wished. Not safe for use by several threads. */
final class TracerSource {
  private final TracerOptions options;
  private Future<Tracer> prepared;

  TracerSource(TracerOptions options) {
    this.options = options;
  }

  /** Begins to open one on a background thread. */
  void prepare() {
    var opening = new FutureTask<>(() -> Tracer.open(options));
    Background.run("exectrace-prepare", opening);
    prepared = opening;
  }

  /** The prepared tracer, or another one. */
  Tracer open() throws IOException {
    if (prepared == null) {
      return Tracer.open(options);
    }
    var opening = prepared;
    prepared = null;
    try {
      return opening.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw new IOException("opening the tracer failed: " + FailureText.of(failure), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening the tracer", interrupted);
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

  private static void close(Future<Tracer> opening) {
    try {
      opening.get().close();
    } catch (ExecutionException refused) {
      // Then there is nothing to close, and nobody wanted it.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
