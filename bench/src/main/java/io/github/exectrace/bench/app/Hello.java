package io.github.exectrace.bench.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application that ends at once; with an argument it does one thing more. */
public final class Hello {
  private Hello() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "start" -> {
        long begin = System.nanoTime();
        new ProcessBuilder("/bin/true").start().waitFor();
        System.out.println(System.nanoTime() - begin);
      }
      case "memory" ->
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS"))
              .forEach(line -> System.out.println(line.replaceAll("\\D", "")));
      default -> System.out.println("Hello");
    }
  }
}
