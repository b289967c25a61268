package io.github.exectrace.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the JVM calls first, at its start or when the agent is attached to it.
 *
 * <p>Compiled for Java 8, because a JVM that meets a newer class here aborts the application, while
 * this one can say what it lacks and let the application run. For the same reason nothing is ever
 * thrown from here.
 */
public final class Premain {
  private static final String AGENT = "io.github.exectrace.agent.Bootstrap";
  // As AttachAnswer has it, which an older JVM cannot load.
  private static final String ANSWER = "exectrace.status";
  private static final String REFUSED = "REFUSED: ";

  private static Function<String, Supplier<String>> agent;

  private Premain() {}

  /** Called before the application's main method. */
  public static synchronized void premain(String options, Instrumentation instrumentation) {
    if (agent == null) {
      start(options, instrumentation);
    } else {
      say("already started in this JVM; the options given now have no effect: " + options);
    }
  }

  /** Called in a running JVM. Leaves for whoever attached it what became of it. */
  public static synchronized void agentmain(String options, Instrumentation instrumentation) {
    // What an application can have made of its system properties must not come back to it.
    try {
      System.setProperty(ANSWER, start(options, instrumentation).get());
    } catch (Throwable failure) {
      say("not tracing: " + failure);
    }
  }

  private static Supplier<String> start(String options, Instrumentation instrumentation) {
    String complaint;
    try {
      if (Requirement.isMet()) {
        if (agent == null) {
          agent = load(instrumentation);
        }
        return agent.apply(options);
      }
      complaint = Requirement.sentence();
    } catch (InvocationTargetException failure) {
      Throwable cause = failure.getCause();
      // Ours are sentences; of others the kind of failure says more than the words.
      complaint = cause instanceof IllegalStateException ? cause.getMessage() : cause.toString();
    } catch (IllegalStateException failure) {
      complaint = failure.getMessage();
    } catch (Throwable failure) {
      complaint = failure.toString();
    }
    say("not tracing: " + complaint);
    return answer(REFUSED + "not tracing: " + complaint);
  }

  @SuppressWarnings("unchecked") // by reflection nothing but the class can be told
  private static Function<String, Supplier<String>> load(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    return (Function<String, Supplier<String>>)
        Class.forName(AGENT).getMethod("load", Instrumentation.class).invoke(null, instrumentation);
  }

  private static Supplier<String> answer(final String text) {
    return new Supplier<String>() {
      @Override
      public String get() {
        return text;
      }
    };
  }

  private static void say(String line) {
    System.err.println("exectrace: " + line);
  }
}
