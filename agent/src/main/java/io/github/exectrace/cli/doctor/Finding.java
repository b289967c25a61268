package io.github.exectrace.cli.doctor;

import io.github.exectrace.text.VisibleText;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param name of what was checked
 * @param advice what to do about it; empty if all is well
 */
record Finding(Status status, String name, String found, String advice) {
  /** How good that is. */
  enum Status {
    /** Nothing to be done. */
    OK,
    /** Something is missing, or may be in the way. */
    WARN,
    /** Tracing cannot work like this. */
    FAIL;

    /** The word in front of a line: bad ones are in capitals, so that the eye finds them. */
    String word() {
      return this == FAIL ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String name, String found) {
    return new Finding(Status.OK, name, found, "");
  }

  static Finding warn(String name, String found, String advice) {
    return new Finding(Status.WARN, name, found, advice);
  }

  static Finding fail(String name, String found, String advice) {
    return new Finding(Status.FAIL, name, found, advice);
  }

  /** One line. */
  String line() {
    return VisibleText.guard(
        "%-4s  %-20s %s%s"
            .formatted(status.word(), name, found, advice.isEmpty() ? "" : "; " + advice));
  }
}
