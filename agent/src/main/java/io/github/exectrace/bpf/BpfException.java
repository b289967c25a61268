package io.github.exectrace.bpf;

import io.github.exectrace.events.Errno;
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

  /**
   * A refusal by the system.
   *
   * @param ifForbidden what to do if the caller lacks a right, perhaps nothing
   */
  BpfException(String tried, int errno, String ifForbidden) {
    this(tried + " failed with " + Errno.describe(errno), advice(errno, ifForbidden), errno);
  }

  private BpfException(String message, String advice, int errno) {
    super(advice.isEmpty() ? message : message + "; " + advice);
    this.errno = errno;
  }

  private static String advice(int errno, String ifForbidden) {
    if (errno == Errno.EMFILE.number()) {
      return "raise this process's limit of open files (ulimit -n)";
    }
    if (errno == Errno.ENFILE.number()) {
      return "raise the machine's limit of open files (fs.file-max)";
    }
    // Lockdown takes helpers away, and what uses them is invalid then.
    boolean forbidden =
        errno == Errno.EPERM.number()
            || errno == Errno.EACCES.number()
            || errno == Errno.EINVAL.number();
    return forbidden ? ifForbidden : "";
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
