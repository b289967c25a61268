package io.github.exectrace.app;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Threads start one process after the other, with ProcessBuilder and nothing natively, until
 * standard input ends. With an argument it also makes so many recordings meanwhile, in the folder
 * that is the other one: {@code 0.jfr} and so on.
 */
public final class StartsAllTheWhile {
  private static final int THREADS = 4;
  private static final long RECORDED_MILLIS = 200;

  private static volatile boolean ends;

  private StartsAllTheWhile() {}

  /** Called by the JVM. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ParseException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < THREADS; i++) {
      var builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      threads.add(builder.start(StartsAllTheWhile::startAgainAndAgain));
    }
    System.out.println("ready");
    if (arguments.length == 0) {
      System.in.transferTo(System.out);
    } else {
      var folder = Path.of(arguments[1]);
      for (int i : IntStream.range(0, Integer.parseInt(arguments[0])).toArray()) {
        record(folder.resolve(i + ".jfr"));
      }
    }
    ends = true;
    for (var thread : List.copyOf(threads)) {
      thread.join();
    }
  }

  private static void record(Path file) throws IOException, InterruptedException, ParseException {
    try (var recording = new Recording(Configuration.getConfiguration("default"))) {
      recording.start();
      Thread.sleep(RECORDED_MILLIS);
      recording.stop();
      recording.dump(file);
    }
  }

  private static void startAgainAndAgain() {
    try {
      while (!ends) {
        new ProcessBuilder("/bin/true").start().waitFor();
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
