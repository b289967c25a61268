package io.github.exectrace.jmc;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where reading, filtering, grouping and sorting are done, so that the UI thread stays free. */
public final class Background {
  /** Daemons that end when they have nothing to do. */
  public static final Executor THREADS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "exectrace page");
            thread.setDaemon(true);
            return thread;
          });

  private Background() {}

  /** Writes an error into JMC's log that the user cannot see otherwise. */
  public static void log(String doing, Throwable error) {
    Logger.getLogger("io.github.exectrace.jmc").log(Level.SEVERE, doing, error);
  }
}
