package io.github.exectrace.cli;

/** Whoever read the output has gone; nothing is left to be done. */
final class ClosedOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClosedOutputException(Throwable cause) {
    super(cause);
  }
}
