package io.github.exectrace.jmc.page.table;

import io.github.exectrace.events.Signal;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;

/** What became of a process, in words. */
public final class Endings {
  private Endings() {}

  /** For a column: {@code 0}, {@code 3}, {@code SIGKILL}, {@code ENOENT}, {@code running}. */
  static String brief(TracedProcess process) {
    switch (process.ending()) {
      case EXITED:
        return Integer.toString(process.exitCode());
      case KILLED:
        return Signal.name(process.signal());
      case NOT_STARTED:
        return process.origin().map(Spawn::failure).orElse("");
      case RUNNING:
        return Messages.get("page.end.running");
      default:
        return "";
    }
  }

  /** For a tip. */
  public static String sentence(TracedProcess process) {
    switch (process.ending()) {
      case EXITED:
        return Messages.format("page.end.exited", process.exitCode());
      case KILLED:
        return Messages.format("page.end.killed", brief(process));
      case NOT_STARTED:
        return Messages.format("page.end.notStartedBecause", brief(process));
      default:
        return brief(process);
    }
  }
}
