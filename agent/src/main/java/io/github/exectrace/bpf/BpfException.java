package io.github.exectrace.bpf;

import java.io.IOException;

/**
 * The kernel or libbpf refused something.
 *
 * <p>The message says what was tried, what the system answered and what can be done about it, in
 * that order, and is meant to be shown to a person.
 */
public final class BpfException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /**
   * A refusal without an error number.
   *
   * @param message what was tried, what was found, what to do
   */
  public BpfException(String message) {
    super(message);
    this.errno = 0;
  }

  BpfException(String tried, int errno, String advice) {
    super(
        tried + " failed with " + Errno.describe(errno) + (advice.isEmpty() ? "" : "; " + advice));
    this.errno = errno;
  }

  private BpfException(String message, BpfException original) {
    super(message, original);
    this.errno = original.errno;
  }

  /** The same with more to say, if there is more. */
  BpfException with(String detail) {
    return detail.isEmpty() ? this : new BpfException(getMessage() + " [" + detail + "]", this);
  }

  /** The system's error number, 0 if there was none. */
  public int errno() {
    return errno;
  }
}
