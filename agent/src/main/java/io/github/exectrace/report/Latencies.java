package io.github.exectrace.report;

import java.util.Arrays;
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
  private static final double ALL = 100;

  /** So many are kept as they are: most groups have few, and a histogram is large. */
  private static final int FEW = 16;

  private long[] few = {};
  private int count;
  private PackedHistogram histogram; // once there are more
  private long totalNanos;
  private long maxNanos;

  Latencies() {}

  void add(long nanos) {
    if (nanos < 0) {
      return;
    }
    record(Math.min(nanos, LONGEST_NANOS));
    totalNanos += nanos;
    maxNanos = Math.max(maxNanos, nanos);
  }

  private void record(long nanos) {
    if (histogram != null) {
      histogram.recordValue(nanos);
    } else if (count < FEW) {
      if (count == few.length) {
        few = Arrays.copyOf(few, Math.max(1, 2 * count));
      }
      few[count++] = nanos;
    } else {
      spread();
      histogram.recordValue(nanos);
    }
  }

  private void spread() {
    histogram = new PackedHistogram(SIGNIFICANT_DIGITS);
    for (int i = 0; i < count; i++) {
      histogram.recordValue(few[i]);
    }
    few = new long[0];
    count = 0;
  }

  void add(Latencies others) {
    for (int i = 0; i < others.count; i++) {
      record(others.few[i]);
    }
    if (others.histogram != null) {
      if (histogram == null) {
        spread();
      }
      histogram.add(others.histogram);
    }
    totalNanos += others.totalNanos;
    maxNanos = Math.max(maxNanos, others.maxNanos);
  }

  /** How many there were. */
  public long count() {
    return histogram == null ? count : histogram.getTotalCount();
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
    if (histogram != null) {
      return Math.min(histogram.getValueAtPercentile(percent), maxNanos);
    }
    if (count == 0) {
      return 0;
    }
    var sorted = Arrays.copyOf(few, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(percent / ALL * count) - 1];
  }
}
