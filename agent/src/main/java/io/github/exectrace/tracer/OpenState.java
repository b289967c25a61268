package io.github.exectrace.tracer;

import io.github.exectrace.tracer.kernel.KernelProgram;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What is left of a tracer that the application has lost without closing it: reports and closes
 * that. It must not refer to the tracer.
 */
final class OpenState implements Runnable {
  static final Cleaner CLEANER =
      Cleaner.create(
          task -> Thread.ofPlatform().daemon().name("exectrace-cleaner").unstarted(task));

  private final KernelProgram program;
  private final Consumer<String> diagnostics;
  private final Throwable openedAt = new Throwable("the tracer was opened here");
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenState(KernelProgram program, Consumer<String> diagnostics) {
    this.program = program;
    this.diagnostics = diagnostics;
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Whether this call is the one that closes it. */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  @Override
  public void run() {
    if (close()) {
      program.close();
      var report = new StringBuilder("a tracer was never closed; it was opened at");
      for (var frame : openedAt.getStackTrace()) {
        report.append("\n\tat ").append(frame);
      }
      diagnostics.accept(report.toString());
    }
  }
}
