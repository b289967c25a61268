package io.github.exectrace.harness;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Where it is missing the test is skipped, but never in CI. */
public final class Requirement {
  private Requirement() {}

  /** Whether nothing may be skipped: in CI, or where the caller said so. */
  static boolean isStrict() {
    return "true".equals(System.getenv("CI")) || Boolean.getBoolean("exectrace.requirePrivileged");
  }

  /** Skips the calling test aloud, or fails it, if there is nothing. */
  public static <T> T need(Optional<T> thing, String otherwise) {
    if (thing.isEmpty()) {
      System.err.println("skipped: " + otherwise);
      if (isStrict()) {
        throw new AssertionError(otherwise);
      }
      Assumptions.abort(otherwise);
    }
    return thing.orElseThrow();
  }

  /** The path of a program, or else as {@link #need}. */
  public static String program(String name) {
    return need(Command.find(name), "the program " + name + " is not installed").toString();
  }
}
