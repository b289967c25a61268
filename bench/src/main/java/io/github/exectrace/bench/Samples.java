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

  /** What several hold, as one. */
  static Samples together(Collection<Samples> parts) {
    return new Samples(
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.sorted)).sorted().toArray());
  }

  double median() {
    return quantile(0.5);
  }

  /** The value below which a share of all is, from 0 to 1. */
  double quantile(double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The median of how far values are above 1, in percent, and where it is with a confidence of 95 %
   * whatever their distribution: between two of the values themselves, by the binomial distribution
   * (approximated by the normal one, so for some 20 values at least).
   */
  String percentAboveOneForSure() {
    double half = 0.98 * Math.sqrt(sorted.length);
    double middle = (sorted.length - 1) / 2.0;
    int low = Math.max(0, (int) Math.floor(middle - half));
    int high = Math.min(sorted.length - 1, (int) Math.ceil(middle + half));
    return String.format(
        Locale.ROOT,
        "%+.1f (%+.1f–%+.1f)",
        percentAboveOne(median()),
        percentAboveOne(sorted[low]),
        percentAboveOne(sorted[high]));
  }

  private static double percentAboveOne(double ratio) {
    return (ratio - 1) * 100;
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
    return Samples.of(Arrays.stream(sorted).mapToObj(Samples::percentAboveOne).toList())
        .text("%+.1f", 1);
  }
}
