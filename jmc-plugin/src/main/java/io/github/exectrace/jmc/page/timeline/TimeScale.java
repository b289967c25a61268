package io.github.exectrace.jmc.page.timeline;

/** From nanoseconds since the epoch to pixels. Immutable. */
final class TimeScale {
  private final long from;
  private final long to;
  private final int width;

  TimeScale(long from, long to, int width) {
    this.from = from;
    this.to = Math.max(to, from + 1);
    this.width = width;
  }

  /** The first time that is visible. */
  long from() {
    return from;
  }

  /** The last time that is visible. */
  long to() {
    return to;
  }

  int width() {
    return width;
  }

  /** Left and right of what is visible, too, but never so far that an int overflows. */
  int pixel(long time) {
    double pixel = (time - (double) from) * width / ((double) to - from);
    return (int) Math.max(-width, Math.min(2.0 * width, pixel));
  }
}
