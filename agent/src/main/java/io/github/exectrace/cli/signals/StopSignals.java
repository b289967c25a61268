package io.github.exectrace.cli.signals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command in good order at SIGINT and SIGTERM.
 *
 * <p>The JVM answers these signals by running its shutdown hooks. This one notifies the command,
 * waits until it is done and then ends the JVM with the command's exit code: 0 unless it says
 * otherwise, because it did what it was asked to.
 */
public final class StopSignals implements AutoCloseable {
  private static final long LONGEST_WAIT_SECONDS = 5;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "exectrace-signal");
  private volatile boolean received;
  private volatile int exitCode;

  private StopSignals() {}

  public static StopSignals watch() {
    var signals = new StopSignals();
    Runtime.getRuntime().addShutdownHook(signals.hook);
    return signals;
  }

  public boolean received() {
    return received;
  }

  /** What the JVM's exit code is to be. */
  public void exitWith(int code) {
    exitCode = code;
  }

  private void stop() {
    received = true;
    try {
      if (done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command is done. */
  @Override
  public void close() {
    done.countDown();
    if (!received) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException alreadyStopping) {
        return; // the signal came just now; the hook goes on as if it had come before
      }
    }
  }
}
