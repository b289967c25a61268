package io.github.exectrace.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tries to start what is too long for the kernel, each in another way. */
public final class TooLongStarts {
  private TooLongStarts() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) {
    start("one-argument", List.of("x".repeat(200_000)), "");
    start("all-arguments", Collections.nCopies(60, "x".repeat(100_000)), "");
    start("one-variable", List.of("a"), "x".repeat(200_000));
  }

  private static void start(String name, List<String> arguments, String variable) {
    var command = new ArrayList<>(List.of("/bin/echo", name));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    if (!variable.isEmpty()) {
      builder.environment().put("VARIABLE", variable);
    }
    try {
      builder.start();
    } catch (IOException refused) {
      System.out.println(refused.getMessage());
    }
  }
}
