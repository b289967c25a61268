package io.github.exectrace.options;

import java.util.Locale;

/** A number of bytes as users write it: {@code 8192}, {@code 64k}, {@code 4m}, {@code 1g}. */
public final class ByteCount {
  private static final String UNITS = "kmg";

  private ByteCount() {}

  /** The shortest text for a number of bytes. */
  public static String format(int bytes) {
    for (int i = UNITS.length() - 1; i >= 0; i--) {
      int shift = 10 * (i + 1);
      if (bytes != 0 && bytes % (1 << shift) == 0) {
        return (bytes >> shift) + UNITS.substring(i, i + 1);
      }
    }
    return Integer.toString(bytes);
  }

  /**
   * Reads a number of bytes, up to 2 GiB - 1.
   *
   * @throws IllegalArgumentException with a phrase about what is expected
   */
  public static int parse(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    int shift = lower.endsWith("k") ? 10 : lower.endsWith("m") ? 20 : lower.endsWith("g") ? 30 : 0;
    try {
      long number = Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1));
      return Math.toIntExact(Math.multiplyExact(number, 1L << shift));
    } catch (NumberFormatException | ArithmeticException notANumber) {
      throw new IllegalArgumentException("it takes a number of bytes such as 8192 or 64k");
    }
  }
}
