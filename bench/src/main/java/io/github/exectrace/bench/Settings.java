package io.github.exectrace.bench;

import java.nio.file.Path;

/** Where things are; {@code bench/run} sets system properties for that. */
final class Settings {
  private Settings() {}

  /** The agent. */
  static Path jar() {
    return Path.of(System.getProperty("exectrace.jar"));
  }

  /** The compiled C programs. */
  static Path programs() {
    return Path.of(System.getProperty("exectrace.bench.programs"));
  }

  static String starts() {
    return programs().resolve("starts").toString();
  }

  static String tiny() {
    return programs().resolve("tiny").toString();
  }

  /** An executable of the JDK that this runs on. */
  static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /**
   * How often or how long something is done.
   *
   * @param name of a system property {@code exectrace.bench.NAME} that overrides it
   */
  static int number(String name, int usual) {
    return Integer.getInteger("exectrace.bench." + name, usual);
  }
}
