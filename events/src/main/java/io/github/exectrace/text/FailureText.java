package io.github.exectrace.text;

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
    var cause = cause(failure);
    var known = ofFile(cause);
    if (known == null) {
      known = ofJvm(cause);
    }
    if (known == null) {
      known = isSentence(cause) ? cause.getMessage() : unexpected(cause);
    }
    return VisibleText.guard(known);
  }

  /** What failed in truth, if that was wrapped on its way. */
  private static Throwable cause(Throwable failure) {
    boolean wrapped =
        failure instanceof UncheckedIOException
            || failure instanceof CompletionException
            || failure instanceof ExecutionException
            || failure instanceof InvocationTargetException;
    return wrapped && failure.getCause() != null ? cause(failure.getCause()) : failure;
  }

  private static String ofFile(Throwable failure) {
    if (failure instanceof InvalidPathException) {
      return noPath(((InvalidPathException) failure).getInput());
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no " + ((NoSuchFileException) failure).getFile();
    }
    if (failure instanceof AccessDeniedException) {
      return ((AccessDeniedException) failure).getFile() + ": permission denied";
    }
    if (failure instanceof FileSystemException) {
      var refused = (FileSystemException) failure;
      return refused.getFile()
          + ": "
          + (refused.getReason() == null ? "refused" : refused.getReason());
    }
    return null;
  }

  private static String ofJvm(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory" + behindColon(failure);
    }
    if (failure instanceof StackOverflowError) {
      return "a thread's stack was too small";
    }
    if (failure instanceof ClassNotFoundException || failure instanceof NoClassDefFoundError) {
      return "a class is missing" + behindColon(failure);
    }
    return null;
  }

  /** Whether what it says is meant to be read. */
  private static boolean isSentence(Throwable failure) {
    boolean expected =
        failure instanceof IOException
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException;
    return expected && failure.getMessage() != null;
  }

  private static String unexpected(Throwable failure) {
    return "an unexpected failure" + place(failure) + behindColon(failure);
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
