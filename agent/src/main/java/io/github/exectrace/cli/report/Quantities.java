package io.github.exectrace.cli.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them. */
final class Quantities {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_HOUR = 3_600;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};
  private static final long NEXT_SIZE = 1_000;
  private static final int ONE_DIGIT = 10;
  private static final int TWO_DIGITS = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Glyphs glyphs;

  Quantities(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** About three digits and a unit; for a time that is not known, a dash. */
  String duration(long nanos) {
    if (nanos < 0) {
      return "-";
    }
    if (nanos < NANOS_PER_MILLI) {
      return nanos / NANOS_PER_MICRO + " " + glyphs.micro() + "s";
    }
    if (nanos < NANOS_PER_SECOND) {
      return digits(nanos / (double) NANOS_PER_MILLI) + " ms";
    }
    long seconds = nanos / NANOS_PER_SECOND;
    if (seconds < SECONDS_PER_MINUTE) {
      return digits(nanos / (double) NANOS_PER_SECOND) + " s";
    }
    if (seconds < SECONDS_PER_HOUR) {
      return "%d m %02d s".formatted(seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
    }
    if (seconds < SECONDS_PER_DAY) {
      return "%d h %02d m"
          .formatted(seconds / SECONDS_PER_HOUR, seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE);
    }
    return "%d d %02d h"
        .formatted(seconds / SECONDS_PER_DAY, seconds % SECONDS_PER_DAY / SECONDS_PER_HOUR);
  }

  /** The same where nothing was measured: a dash. */
  String duration(long nanos, long measurements) {
    return measurements == 0 ? "-" : duration(nanos);
  }

  private static String digits(double number) {
    return String.format(
        Locale.ROOT, number < ONE_DIGIT ? "%.2f" : number < TWO_DIGITS ? "%.1f" : "%.0f", number);
  }

  /** About three digits and a unit; for a size that is not known, a dash. */
  static String size(long bytes) {
    if (bytes < 0) {
      return "-";
    }
    double size = bytes;
    int unit = 0;
    while (size >= NEXT_SIZE && unit < SIZES.length - 1) {
      size /= NEXT_SIZE;
      unit++;
    }
    return (unit == 0 ? Long.toString(bytes) : digits(size)) + " " + SIZES[unit];
  }

  /** With a comma at each thousand. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number of things: {@code 1 start}, {@code 2 starts}. */
  static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** The same, and a dash for none. */
  static String countOrDash(long number) {
    return number == 0 ? "-" : count(number);
  }

  static String time(long epochNanos) {
    return TIME.format(instant(epochNanos));
  }

  /** A line of the application without its package: {@code Page.render:42}. */
  static String place(String site) {
    int method = site.lastIndexOf('.');
    int type = site.lastIndexOf('.', method - 1) + 1;
    int inner = site.lastIndexOf('$', method) + 1;
    // Not of a class that has no name of its own.
    boolean named = inner > type && Character.isJavaIdentifierStart(site.charAt(inner));
    return site.substring(named ? inner : type);
  }

  static String dateAndTime(long epochNanos) {
    return DATE_AND_TIME.format(instant(epochNanos));
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(0, epochNanos);
  }
}
