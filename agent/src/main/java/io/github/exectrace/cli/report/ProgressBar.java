package io.github.exectrace.cli.report;

import io.github.exectrace.report.RecordingReader;
import java.io.PrintWriter;

/** How far reading is, in one line on a terminal that is overwritten and wiped away at the end. */
final class ProgressBar implements RecordingReader.Progress, AutoCloseable {
  private static final long EVERY_NANOS = 100_000_000;
  private static final int CELLS = 30;
  private static final int PERCENT = 100;
  private static final int LONGEST_LINE = 70;

  private final PrintWriter terminal;
  private final long beginNanos = System.nanoTime();
  private long lastNanos = beginNanos;
  private boolean visible;

  ProgressBar(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public void at(long bytes, long total) {
    long now = System.nanoTime();
    if (now - lastNanos < EVERY_NANOS || total <= 0) {
      return;
    }
    lastNanos = now;
    visible = true;
    int done = Math.clamp(bytes * CELLS / total, 0, CELLS);
    var line =
        "[%s%s] %3d %%  %s of %s"
            .formatted(
                "#".repeat(done),
                "-".repeat(CELLS - done),
                Math.clamp(bytes * PERCENT / total, 0, PERCENT),
                Quantities.size(bytes),
                Quantities.size(total));
    terminal.print("\r" + line);
    terminal.flush();
  }

  @Override
  public void close() {
    if (visible) {
      terminal.print("\r" + " ".repeat(LONGEST_LINE) + "\r");
      terminal.flush();
    }
  }
}
