package io.github.exectrace.cli.output;

/** Whoever read the output has gone; nothing is left to be done. */
public final class ClosedOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClosedOutputException(Throwable cause) {
    super(cause);
  }
}
