package io.github.exectrace.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts as many processes as its first argument says, waits for a line on standard input and then
 * ends without the JVM's usual farewell, in the way that its second argument names.
 */
public final class LeavesUnfinished {
  private LeavesUnfinished() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      new ProcessBuilder("/bin/sh", "-c", "exit " + i).start().waitFor();
    }
    System.out.println("started");
    System.in.read();
    switch (arguments[1]) {
      case "halt" -> Runtime.getRuntime().halt(3);
      case "out-of-memory" -> fillMemory();
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  private static void fillMemory() {
    List<long[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new long[1 << 20]);
    }
  }
}
