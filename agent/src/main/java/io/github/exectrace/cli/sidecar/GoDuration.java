package io.github.exectrace.cli.sidecar;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A positive length of time as Go programs take it: numbers with units, such as {@code 15m}, {@code
 * 1h30m} or {@code 1.5s} (ParseDuration in Go's package time).
 *
 * @param text as it was given
 */
record GoDuration(String text, Duration value) {
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");
  private static final Pattern DURATION = Pattern.compile("(?:" + PART + ")+");

  /**
   * Reads a length of time.
   *
   * @throws IllegalArgumentException with a sentence if it is none, zero or 292 years and more
   */
  static GoDuration parse(String text) {
    if (!DURATION.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no length of time; write numbers with units, such as 15m or 1h30m");
    }
    var nanos =
        PART.matcher(text)
            .results()
            .map(part -> new BigDecimal(part.group(1)).multiply(unit(part.group(2))))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (nanos.compareTo(BigDecimal.ONE) < 0
        || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is out of range; it must be from 1ns to 2562047h");
    }
    return new GoDuration(text, Duration.ofNanos(nanos.longValue()));
  }

  private static BigDecimal unit(String name) {
    return BigDecimal.valueOf(NANOS.get(name));
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<GoDuration> {
    /** Called by picocli. */
    Converter() {}

    @Override
    public GoDuration convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
