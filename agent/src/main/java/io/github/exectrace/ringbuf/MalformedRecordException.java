package io.github.exectrace.ringbuf;

/** A record that contradicts itself: shorter than it says, or of a type that is not known. */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A record that cannot be read.
   *
   * @param message what is wrong with it
   */
  public MalformedRecordException(String message) {
    super(message);
  }
}
