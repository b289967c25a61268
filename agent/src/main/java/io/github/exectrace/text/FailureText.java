package io.github.exectrace.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What failed, in words for whoever uses the program: never the name of an exception's class, which
 * says nothing to them, and {@linkplain VisibleText visible} as a whole.
 */
public final class FailureText {
  private FailureText() {}

  /** A phrase that can stand behind a colon. */
  public static String of(Throwable failure) {
    return VisibleText.guard(
        switch (failure) {
          case InvalidPathException wrong -> noPath(wrong.getInput());
          case NoSuchFileException missing -> "there is no " + missing.getFile();
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileSystemException refused ->
              refused.getFile()
                  + ": "
                  + (refused.getReason() == null ? "refused" : refused.getReason());
          case FileNotFoundException missing when missing.getMessage() != null ->
              missing.getMessage();
          case OutOfMemoryError full -> "out of memory" + behindColon(full);
          case StackOverflowError _ -> "a thread's stack was too small";
          case ClassNotFoundException missing -> "a class is missing" + behindColon(missing);
          case NoClassDefFoundError missing -> "a class is missing" + behindColon(missing);
          case UncheckedIOException wrapped -> of(wrapped.getCause());
          case CompletionException wrapped when wrapped.getCause() != null ->
              of(wrapped.getCause());
          case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
          case InvocationTargetException wrapped when wrapped.getCause() != null ->
              of(wrapped.getCause());
          case IOException expected when expected.getMessage() != null -> expected.getMessage();
          case IllegalArgumentException expected when expected.getMessage() != null ->
              expected.getMessage();
          case IllegalStateException expected when expected.getMessage() != null ->
              expected.getMessage();
          default -> "an unexpected failure" + place(failure) + behindColon(failure);
        });
  }

  /** Why a text is no file name: it holds NUL, or what the locale's character set lacks. */
  public static String noPath(String text) {
    return "'"
        + VisibleText.of(text)
        + "' cannot be a file's name here; the character set of the locale ("
        + System.getProperty("sun.jnu.encoding")
        + ") may lack some of it: LC_ALL=C.UTF-8 has all";
  }

  private static String behindColon(Throwable failure) {
    return failure.getMessage() == null ? "" : ": " + failure.getMessage();
  }

  private static String place(Throwable failure) {
    var stack = failure.getStackTrace();
    return stack.length == 0 ? "" : " in " + stack[0];
  }
}
