package io.github.exectrace.app;

import io.github.exectrace.events.Launcher;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Calls the JDK's own forkAndExec past the constructor that all others go through, as some process
 * libraries do, and prints its thread's id and the child's pid.
 */
public final class DirectFork {
  // The agent gets ready to look at threads, and then looks at this one.
  private static final long WARM_UP_MILLIS = 500;
  private static final int FORK = 1; // ProcessImpl.LaunchMechanism

  private DirectFork() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    var first = new ProcessBuilder("/bin/true").start();
    first.waitFor();
    Thread.sleep(WARM_UP_MILLIS);
    System.out.println(Thread.currentThread().threadId());
    System.out.println(forkAndExec(first, "/bin/true", "direct"));
    Thread.sleep(WARM_UP_MILLIS);
  }

  private static int forkAndExec(Process process, String program, String argument)
      throws ReflectiveOperationException {
    var helper = Path.of(System.getProperty("java.home"), "lib", Launcher.NAME).toString();
    for (var method : process.getClass().getDeclaredMethods()) {
      if (method.getName().equals("forkAndExec")) {
        method.setAccessible(true);
        try {
          return (int)
              method.invoke(
                  process,
                  FORK,
                  text(helper),
                  text(program),
                  text(argument),
                  1,
                  null,
                  0,
                  null,
                  new int[] {-1, 1, 2},
                  false);
        } catch (InvocationTargetException failure) {
          throw new IllegalStateException(failure.getCause());
        }
      }
    }
    throw new NoSuchMethodException("forkAndExec");
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
