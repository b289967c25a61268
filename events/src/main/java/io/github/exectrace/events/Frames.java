package io.github.exectrace.events;

import java.util.List;

/** Which frames of a stack are the application's. */
public final class Frames {
  private static final List<String> NOT_APPLICATION =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "io.github.exectrace.agent.",
          "io.github.exectrace.recording.",
          "io.github.exectrace.spawn.");

  private Frames() {}

  /**
   * Whether a class is neither the JDK's nor the agent's, as far as its name says.
   *
   * @param className with its package, or a text that begins with that
   */
  public static boolean isApplication(String className) {
    return NOT_APPLICATION.stream().noneMatch(className::startsWith);
  }
}
