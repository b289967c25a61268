package io.github.exectrace.report;

import org.HdrHistogram.PackedHistogram;

/**
 * How long something took, many times over: percentiles within one percent, in memory that grows
 * with the number of different values and not with their count. Not safe for use by several
 * threads.
 */
public final class Latencies {
  private static final int SIGNIFICANT_DIGITS = 2;
  private static final long LONGEST_NANOS = 1L << 56; // over two years
  private static final double MEDIAN = 50;
  private static final double NEARLY_ALL = 99;

  private PackedHistogram histogram; // most groups of most recordings have none
  private long totalNanos;
  private long maxNanos;

  Latencies() {}

  void add(long nanos) {
    if (nanos < 0) {
      return;
    }
    if (histogram == null) {
      histogram = new PackedHistogram(SIGNIFICANT_DIGITS);
    }
    histogram.recordValue(Math.min(nanos, LONGEST_NANOS));
    totalNanos += nanos;
    maxNanos = Math.max(maxNanos, nanos);
  }

  void add(Latencies others) {
    if (others.histogram == null) {
      return;
    }
    if (histogram == null) {
      histogram = new PackedHistogram(SIGNIFICANT_DIGITS);
    }
    histogram.add(others.histogram);
    totalNanos += others.totalNanos;
    maxNanos = Math.max(maxNanos, others.maxNanos);
  }

  /** How many there were. */
  public long count() {
    return histogram == null ? 0 : histogram.getTotalCount();
  }

  /** The sum in nanoseconds. */
  public long totalNanos() {
    return totalNanos;
  }

  /** Half took no longer, in nanoseconds; 0 if there are none. */
  public long p50() {
    return percentile(MEDIAN);
  }

  /** 99 of 100 took no longer, in nanoseconds; 0 if there are none. */
  public long p99() {
    return percentile(NEARLY_ALL);
  }

  /** The longest in nanoseconds, exact; 0 if there are none. */
  public long max() {
    return maxNanos;
  }

  private long percentile(double percent) {
    return histogram == null ? 0 : Math.min(histogram.getValueAtPercentile(percent), maxNanos);
  }
}
