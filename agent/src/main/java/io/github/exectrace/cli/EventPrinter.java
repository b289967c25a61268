package io.github.exectrace.cli;

import io.github.exectrace.tracer.ProcessEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints events, a line each, in UTF-8 whatever the locale. Not safe for use by several threads.
 */
final class EventPrinter {
  private static final int BUFFER_BYTES = 64 << 10;

  private final OutputStream out;
  private final EventFormat format;

  EventPrinter(OutputStream out, EventFormat format) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.format = format;
  }

  /**
   * Prints an event, perhaps not at once.
   *
   * @throws ClosedOutputException if nobody reads the output any more
   */
  void print(ProcessEvent event) {
    try {
      out.write((format.format(event) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      throw new ClosedOutputException(closed);
    }
  }

  /** Makes everything visible that was printed. */
  void flush() {
    try {
      out.flush();
    } catch (IOException closed) {
      throw new ClosedOutputException(closed);
    }
  }
}
