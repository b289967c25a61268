package io.github.exectrace.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;

/**
 * What the JVM calls first, at its start or when the agent is attached to it.
 *
 * <p>Compiled for Java 8, because a JVM that meets a newer class here aborts the application, while
 * this one can say what it lacks and let the application run. For the same reason nothing is ever
 * thrown from here.
 *
 * <p>The application's class loader has loaded this class, so the application can read and replace
 * its fields: none holds the agent or what that can do.
 */
public final class Premain {
  private static final String AGENT = "io.github.exectrace.agent.Bootstrap";
  private static final String RULE = "io.github.exectrace.text.VisibleText";
  private static final String REFUSED = "REFUSED: not tracing: ";
  private static final String WRONG = "WRONG: ";

  private static boolean loaded;

  private Premain() {}

  /** Called before the application's main method. */
  public static synchronized void premain(String options, Instrumentation instrumentation) {
    if (loaded) {
      say("already started in this JVM; the options given now have no effect: " + options);
      return;
    }
    loaded = true;
    load(options, instrumentation, false);
  }

  /** Called in a running JVM. Leaves for whoever attached it what became of it. */
  public static synchronized void agentmain(String options, Instrumentation instrumentation) {
    // What an application can have made of its system properties must not come back to it.
    try {
      Question question = Question.in(options);
      question.answer(load(question.options(), instrumentation, true));
    } catch (Throwable failure) {
      say("not tracing: " + sentence(failure));
    }
  }

  /** Returns the answer, if one is wanted. */
  private static String load(String options, Instrumentation instrumentation, boolean answered) {
    String complaint;
    try {
      if (Requirement.AGENT.isMet()) {
        Object answer =
            Class.forName(AGENT)
                .getMethod("load", String.class, Instrumentation.class, boolean.class)
                .invoke(null, options, instrumentation, answered);
        return answered ? (String) ((Supplier<?>) answer).get() : null;
      }
      complaint = Requirement.AGENT.sentence();
    } catch (InvocationTargetException failure) {
      complaint = sentence(failure.getCause());
      if (failure.getCause() instanceof IllegalArgumentException) {
        say("not tracing: " + complaint);
        return WRONG + complaint;
      }
    } catch (Throwable failure) {
      complaint = sentence(failure);
    }
    say("not tracing: " + complaint);
    return REFUSED + complaint;
  }

  /** What comes from Bootstrap is a sentence already; of all else the JVM's words have to do. */
  private static String sentence(Throwable failure) {
    return failure.getMessage() == null ? "the agent failed" : failure.getMessage();
  }

  private static void say(String line) {
    System.err.println("exectrace: " + visible(line));
  }

  /** By the rule for all text, which an older JVM cannot load: it gets what is plain. */
  private static String visible(String line) {
    try {
      return (String) Class.forName(RULE).getMethod("guard", String.class).invoke(null, line);
    } catch (ReflectiveOperationException | LinkageError older) {
      return line.replaceAll("[^ -~]", "?");
    }
  }
}
