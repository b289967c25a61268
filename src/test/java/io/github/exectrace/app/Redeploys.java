package io.github.exectrace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Does as application servers do: loads an application's classes with a loader of their own, which
 * has no name, has them start a program, and unloads them; and so once more.
 */
public final class Redeploys {
  private static final int TIMES = 2;
  private static final int MOST_COLLECTIONS = 100;

  private Redeploys() {}

  /**
   * Called by the JVM.
   *
   * @param arguments where the classes are, and the program to start
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    for (int i = 0; i < TIMES; i++) {
      var loader = new WeakReference<>(deploy(arguments[0], arguments[1] + i));
      for (int j = 0; loader.get() != null && j < MOST_COLLECTIONS; j++) {
        System.gc();
      }
      System.out.println(loader.get() == null ? "unloaded" : "still there");
    }
  }

  private static ClassLoader deploy(String classes, String argument)
      throws ReflectiveOperationException {
    try (var loader = new URLClassLoader(new URL[] {Path.of(classes).toUri().toURL()}, null)) {
      loader
          .loadClass("io.github.exectrace.app.Starter")
          .getMethod("start", String[].class)
          .invoke(null, (Object) new String[] {"/bin/echo", argument});
      return loader;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
