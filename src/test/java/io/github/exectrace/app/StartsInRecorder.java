package io.github.exectrace.app;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;

/**
 * Starts a process in the hook of a periodic event, which the recorder calls while it holds its
 * lock: when a recording begins, and again when it ends. Arguments: how, and a folder for the
 * recordings, {@code 0.jfr} and {@code 1.jfr}.
 */
public final class StartsInRecorder {
  private StartsInRecorder() {}

  /** How the process is started. */
  public enum Way {
    /** On the thread that the recorder calls. */
    DIRECT,
    /** On that thread, which has been interrupted. */
    INTERRUPTED,
    /** On another thread, which that one waits for. */
    PLATFORM,
    /** Likewise, on a virtual one. */
    VIRTUAL
  }

  @Name("app.Metric")
  private static final class Metric extends Event {}

  /** Called by the JVM. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ParseException {
    var way = Way.valueOf(arguments[0]);
    FlightRecorder.addPeriodicEvent(Metric.class, () -> measure(way));
    for (int i = 0; i < 2; i++) {
      try (var recording = new Recording(Configuration.getConfiguration("default"))) {
        recording.enable(Metric.class).with("period", "everyChunk");
        recording.start();
        recording.stop();
        recording.dump(Path.of(arguments[1], i + ".jfr"));
      }
    }
  }

  private static void measure(Way way) {
    try {
      switch (way) {
        case DIRECT -> start();
        case INTERRUPTED -> {
          Thread.currentThread().interrupt();
          start();
          System.out.println("interrupted " + Thread.interrupted());
        }
        case PLATFORM -> Thread.ofPlatform().start(StartsInRecorder::start).join();
        case VIRTUAL -> Thread.ofVirtual().start(StartsInRecorder::start).join();
      }
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
    new Metric().commit();
  }

  private static void start() {
    try {
      var process = new ProcessBuilder("/bin/true", "measure").start();
      process.onExit().join();
      System.out.println("started");
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
