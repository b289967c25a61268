package java.lang;

import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * What the rewritten {@code ProcessImpl} calls: the one class of exectrace in the JDK's base
 * module.
 *
 * <p>Not visible to applications. It knows only types of the JDK, because the agent's own are in a
 * module that this one cannot see, and it lets nothing that the agent may throw reach the
 * application.
 */
final class ExectraceBridge {
  /** Set by the agent. Takes mechanism, program, arguments, their count, environment, directory. */
  static volatile Function<Object[], ObjIntConsumer<Throwable>> hook;

  private ExectraceBridge() {}

  /** Before the fork. Returns what to tell of its end, or null. */
  static ObjIntConsumer<Throwable> begin(
      int mechanism,
      byte[] program,
      byte[] arguments,
      int count,
      byte[] environment,
      byte[] directory) {
    var current = hook;
    if (current == null) {
      return null;
    }
    try {
      return current.apply(
          new Object[] {mechanism, program, arguments, count, environment, directory});
    } catch (Throwable ignored) {
      return null; // the agent has counted it; the process is started all the same
    }
  }

  /** After the fork. */
  static void end(ObjIntConsumer<Throwable> pending, int pid) {
    tell(pending, null, pid);
  }

  /** In place of {@link #end}, if there was no process to be had. */
  static void fail(ObjIntConsumer<Throwable> pending, Throwable failure) {
    tell(pending, failure, -1);
  }

  private static void tell(ObjIntConsumer<Throwable> pending, Throwable failure, int pid) {
    if (pending != null) {
      try {
        pending.accept(failure, pid);
      } catch (Throwable ignored) {
        // As above: nothing that happens here may change what the application sees.
      }
    }
  }
}
