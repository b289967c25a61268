package io.github.exectrace.recording;

import java.io.IOException;

/** A file must not be recorded into, but another one may; the message says why. */
final class FileTakenException extends IOException {
  private static final long serialVersionUID = 1;

  FileTakenException(String reason) {
    super(reason);
  }
}
