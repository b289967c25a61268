package io.github.exectrace.classfile;

/** A class file is not as it has to be to be rewritten, and is left alone. */
public final class UnknownShapeException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownShapeException(String message) {
    super(message);
  }
}
