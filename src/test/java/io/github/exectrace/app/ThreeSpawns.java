package io.github.exectrace.app;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** Starts three processes from two threads at once; the last one has a child of its own. */
public final class ThreeSpawns {
  /** A system property whose value is printed at the end: another agent's sign. */
  static final String PROPERTY = "other.agent.called";

  private ThreeSpawns() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws InterruptedException {
    var threads =
        List.of(
            thread("one", List.of("/bin/true"), List.of("/bin/echo", "two words", "")),
            thread("two", List.of("/bin/sh", "-c", "/bin/echo deeper; exit 4")));
    for (var thread : threads) {
      thread.join();
    }
    System.out.println("other agent: " + System.getProperty(PROPERTY));
  }

  @SafeVarargs
  private static Thread thread(String name, List<String>... commands) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              for (var command : commands) {
                run(command);
              }
            });
  }

  private static void run(List<String> command) {
    try {
      int exitCode = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start().waitFor();
      System.out.println(command.getFirst() + " ended with " + exitCode);
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
