package io.github.exectrace.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines in UTF-8, whatever the locale, and notices when the reader has closed the output,
 * which System.out and System.err keep to themselves. Not safe for use by several threads.
 */
public final class LineOutput {
  private static final int BUFFER_BYTES = 64 << 10;

  private final OutputStream out;

  public LineOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
  }

  /**
   * Writes a line, perhaps not at once.
   *
   * @throws ClosedOutputException if the reader has closed the output
   */
  public void print(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      throw new ClosedOutputException(closed);
    }
  }

  /**
   * Makes everything visible that was written.
   *
   * @throws ClosedOutputException if the reader has closed the output
   */
  public void flush() {
    try {
      out.flush();
    } catch (IOException closed) {
      throw new ClosedOutputException(closed);
    }
  }
}
