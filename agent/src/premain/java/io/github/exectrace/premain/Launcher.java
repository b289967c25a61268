package io.github.exectrace.premain;

import java.lang.reflect.InvocationTargetException;

/**
 * What {@code java -jar exectrace.jar} calls first; compiled for Java 8 so that an older JVM can
 * say what it lacks.
 */
public final class Launcher {
  private static final String MAIN = "io.github.exectrace.cli.Main";
  private static final int CANNOT_RUN = 1;

  private Launcher() {}

  /** Hands over to the command line. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    if (!Requirement.isMet()) {
      System.err.println("exectrace: " + Requirement.sentence());
      System.exit(CANNOT_RUN);
    }
    try {
      Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }
}
