package io.github.exectrace.recording;

import io.github.exectrace.events.ShellQuoting;
import io.github.exectrace.tracer.Arguments;

/** How much of a program's arguments goes into the recording. */
public enum ArgumentPolicy {
  /** All that was captured. */
  FULL {
    @Override
    String commandLine(Arguments arguments) {
      return arguments.toCommandLine();
    }
  },
  /** The program's name, argument 0. */
  FIRST {
    @Override
    String commandLine(Arguments arguments) {
      var list = arguments.list();
      return list.isEmpty() ? null : ShellQuoting.quote(list.get(0));
    }
  },
  /** Nothing. */
  NONE {
    @Override
    String commandLine(Arguments arguments) {
      return null;
    }
  };

  /** What the event's field holds; null where the policy leaves nothing. */
  abstract String commandLine(Arguments arguments);
}
