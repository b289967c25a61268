package io.github.exectrace.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Results of one measurement that was made several times. */
final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  static Samples of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no sample");
    }
    return new Samples(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
  }

  double median() {
    return quantile(0.5);
  }

  private double quantile(double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The median, and the range in which the middle half of all lies. */
  String text(String format, double unit) {
    return String.format(
        Locale.ROOT,
        format + " (" + format + "–" + format + ")",
        median() / unit,
        quantile(0.25) / unit,
        quantile(0.75) / unit);
  }

  /** The same of how far values are above 1, in percent. */
  String percentAboveOne() {
    return Samples.of(Arrays.stream(sorted).mapToObj(value -> (value - 1) * 100).toList())
        .text("%+.1f", 1);
  }
}
