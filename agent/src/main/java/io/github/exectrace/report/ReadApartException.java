package io.github.exectrace.report;

import java.nio.file.Path;

/** A file cannot be read at once: its chunks are to be read one by one. */
final class ReadApartException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Path file;

  ReadApartException(Path file) {
    super("to be read chunk by chunk", null, false, false);
    this.file = file;
  }

  Path file() {
    return file;
  }
}
