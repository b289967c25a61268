package io.github.exectrace.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Prints how many files it can open beside what is open, once it has started a program. */
public final class OpensFiles {
  private static final int MOST = 1_000;

  private OpensFiles() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    new ProcessBuilder("true").start().waitFor(); // waits until tracing is ready
    var open = new ArrayList<InputStream>();
    try {
      while (open.size() < MOST) {
        open.add(Files.newInputStream(Path.of("/dev/null")));
      }
    } catch (IOException noMore) {
      // That was it.
    }
    int count = open.size();
    for (var each : open) {
      each.close();
    }
    System.out.println(count);
  }
}
