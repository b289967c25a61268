package io.github.exectrace.recording;

/** Threads of the agent's own. */
final class Background {
  private Background() {}

  /** Starts a thread that does not keep the JVM alive and inherits nothing of the application's. */
  static Thread run(String name, Runnable task) {
    var thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
