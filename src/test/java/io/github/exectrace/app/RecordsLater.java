package io.github.exectrace.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Starts a shell for each of its arguments, a script, and begins a recording only when each has
 * made a file named {@code up-} and its number. Then it makes the file {@code go}, runs {@code
 * /bin/true}, waits for the end of all and writes the recording into {@code trace.jfr}.
 */
public final class RecordsLater {
  private static final long LOOK_EVERY_MILLIS = 10;

  private RecordsLater() {}

  /** Called by the JVM. */
  public static void main(String[] scripts) throws Exception {
    var shells = new ArrayList<Process>();
    for (var script : List.of(scripts)) {
      shells.add(new ProcessBuilder("sh", "-c", script, "script", "" + shells.size()).start());
    }
    for (int i = 0; i < shells.size(); i++) {
      await(Path.of("up-" + i));
    }
    try (var recording = new Recording(Configuration.getConfiguration("default"))) {
      recording.start();
      new ProcessBuilder("/bin/true").start().waitFor();
      Files.createFile(Path.of("go"));
      for (var shell : shells) {
        System.out.println(shell.pid() + " " + shell.waitFor());
      }
      recording.dump(Path.of("trace.jfr"));
    }
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
