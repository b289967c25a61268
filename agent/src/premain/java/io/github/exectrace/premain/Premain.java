package io.github.exectrace.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the JVM calls first, at its start or when the agent is attached to it.
 *
 * <p>Compiled for Java 8, because a JVM that meets a newer class here aborts the application, while
 * this one can say what it lacks and let the application run. For the same reason nothing is ever
 * thrown from here.
 */
public final class Premain {
  private static final String AGENT = "io.github.exectrace.agent.Bootstrap";
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private Premain() {}

  /** Called before the application's main method. */
  public static void premain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  /** Called in a running JVM. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  private static void start(String options, Instrumentation instrumentation) {
    try {
      if (!Requirement.isMet()) {
        say("not tracing: " + Requirement.sentence());
      } else if (!STARTED.compareAndSet(false, true)) {
        say("already started in this JVM; the options given now have no effect: " + options);
      } else {
        Class.forName(AGENT)
            .getMethod("start", String.class, Instrumentation.class)
            .invoke(null, options, instrumentation);
      }
    } catch (InvocationTargetException failure) {
      Throwable cause = failure.getCause();
      // Ours are sentences; of others the kind of failure says more than the words.
      say("not tracing: " + (cause instanceof IllegalStateException ? cause.getMessage() : cause));
    } catch (Throwable failure) {
      say("not tracing: " + failure);
    }
  }

  private static void say(String line) {
    System.err.println("exectrace: " + line);
  }
}
