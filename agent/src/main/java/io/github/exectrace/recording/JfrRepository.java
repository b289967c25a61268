package io.github.exectrace.recording;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.FlightRecorder;

/**
 * The folder in which the recorder keeps what is not in a file of its own yet. Which one that is
 * the JDK lets a user choose ({@code -XX:FlightRecorderOptions:repository=}, {@code jcmd PID
 * JFR.configure repositorypath=}) but no program, so this asks the JDK's internals. The agent has
 * opened their package for this module; where a JDK has them otherwise, all of this does nothing.
 */
final class JfrRepository {
  private static final String CLASS = "jdk.jfr.internal.Repository";

  private JfrRepository() {}

  /** Where the recorder keeps its files; empty before the first recording into one. */
  static Optional<Path> current() {
    return Optional.ofNullable(System.getProperty("jdk.jfr.repository")).map(Path::of);
  }

  /**
   * Has the recorder keep its files in a folder and remove that entirely when the JVM ends in an
   * orderly way, unless {@code preserve-repository} is set. For the files it is too late if the
   * recorder is in use, or the user has chosen another folder.
   *
   * @return whether the folder will be removed; if not, it is not used either
   */
  static boolean place(Path folder) {
    try {
      var type = Class.forName(CLASS);
      var repository = open(type.getDeclaredMethod("getRepository")).invoke(null);
      removeAtEnd(type, repository, folder);
      var base = open(type.getDeclaredMethod("getBaseLocation")).invoke(repository);
      if (base == null && !FlightRecorder.isInitialized()) {
        open(type.getDeclaredMethod("setBasePath", Path.class)).invoke(repository, folder);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException otherwise) {
      return false;
    }
  }

  private static Method open(Method method) {
    method.setAccessible(true);
    return method;
  }

  @SuppressWarnings("unchecked") // a field's type arguments are not to be had at run time
  private static void removeAtEnd(Class<?> type, Object repository, Path folder)
      throws ReflectiveOperationException {
    var field = type.getDeclaredField("cleanupDirectories");
    field.setAccessible(true);
    // Its methods are synchronized, and this one is over at once.
    synchronized (repository) {
      ((Set<Path>) field.get(repository)).add(folder);
    }
  }
}
