package io.github.exectrace.premain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What {@code java -jar exectrace.jar} calls first; compiled for Java 8 so that an older JVM can
 * say what it lacks.
 */
public final class Launcher {
  private static final String MAIN = "io.github.exectrace.cli.Main";
  private static final int CANNOT_RUN = 1;

  /** It does not know the manifest's attribute Enable-Native-Access. */
  private static final String WITHOUT_ATTRIBUTE = "21";

  private Launcher() {}

  /** Hands over to the command line. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    if (!Requirement.COMMAND_LINE.isMet()) {
      System.err.println("exectrace: " + Requirement.COMMAND_LINE.sentence());
      System.exit(CANNOT_RUN);
    }
    if (Requirement.version().equals(WITHOUT_ATTRIBUTE)) {
      enableNativeAccess();
    }
    try {
      Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }

  /** Does what the attribute does; for this, the manifest opens java.lang. */
  private static void enableNativeAccess() {
    try {
      Method enable =
          Class.forName("java.lang.Module")
              .getDeclaredMethod("implAddEnableNativeAccessToAllUnnamed");
      enable.setAccessible(true);
      enable.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException otherwise) {
      // Then the JDK warns, and all works.
    }
  }
}
