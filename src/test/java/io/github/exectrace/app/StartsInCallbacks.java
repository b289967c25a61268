package io.github.exectrace.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.SettingControl;
import jdk.jfr.SettingDefinition;
import jdk.jfr.consumer.RecordingStream;
import jdk.management.jfr.FlightRecorderMXBean;

/**
 * Starts processes where the recorder calls the application back. Prints a line for each: its name
 * and how many milliseconds the start took; and {@code dumped} before the recording is written.
 * Arguments: the way, and the file for that.
 */
public final class StartsInCallbacks {
  private static final AtomicInteger STARTS = new AtomicInteger();
  private static final Configuration SETTINGS = settings();

  private StartsInCallbacks() {}

  /** Who calls. */
  public enum Way {
    /** A listener of the recorder, when it and when its recordings begin and end. */
    LISTENER,
    /** A stream, for an event. */
    STREAM,
    /** The same, right after settings were changed. */
    STREAM_SETTINGS,
    /** Management, which tells of recordings. */
    NOTIFICATION,
    /** The JVM, which initialises a class that the recorder needs, and the recorder, with it. */
    INITIALIZER
  }

  @Name("app.Tick")
  private static final class Tick extends Event {}

  /** Starts processes when it is loaded, made and set. */
  public static final class Loud extends SettingControl {
    static {
      start("initializer");
    }

    /** Called by the recorder. */
    public Loud() {
      start("constructor");
    }

    @Override
    public String combine(Set<String> values) {
      return String.join(" ", values);
    }

    @Override
    public void setValue(String value) {
      start("setValue");
    }

    @Override
    public String getValue() {
      return "";
    }
  }

  @Name("app.Loud")
  private static final class LoudEvent extends Event {
    static {
      start("event");
    }

    @SettingDefinition
    @Name("loud")
    @SuppressWarnings("UnusedMethod") // the recorder calls it
    private boolean loud(Loud control) {
      return control != null;
    }
  }

  /** Called by the JVM. */
  public static void main(String[] arguments) throws Exception {
    var way = Way.valueOf(arguments[0]);
    var file = Path.of(arguments[1]);
    switch (way) {
      case LISTENER -> inListener(file);
      case STREAM -> inStream(file, false);
      case STREAM_SETTINGS -> inStream(file, true);
      case NOTIFICATION -> inNotification(file);
      case INITIALIZER -> inInitializer(file);
    }
  }

  private static Configuration settings() {
    try {
      return Configuration.getConfiguration("default");
    } catch (IOException | ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void inListener(Path file) throws IOException {
    FlightRecorder.addListener(
        new FlightRecorderListener() {
          @Override
          public void recordingStateChanged(Recording recording) {
            start(recording.getName() + "-" + recording.getState());
          }
        });
    try (var outer = new Recording(SETTINGS)) {
      outer.setName("outer");
      outer.start();
      other();
      dump(outer, file);
    }
  }

  private static void other() {
    try (var other = new Recording(SETTINGS)) {
      other.setName("other");
      other.start();
      other.stop();
    }
  }

  private static void inStream(Path file, boolean changes) throws Exception {
    var seen = new CountDownLatch(3);
    try (var outer = new Recording(SETTINGS);
        var stream = new RecordingStream(SETTINGS)) {
      outer.start();
      stream.enable(Tick.class);
      stream.onEvent(
          "app.Tick",
          event -> {
            if (changes) {
              stream.enable("exectrace.ProcessSpawn").with("scope", "pidns");
              stream.disable("exectrace.ProcessExit");
            }
            start("event");
            if (changes) {
              stream.setSettings(SETTINGS.getSettings());
              start("settings");
            }
            seen.countDown();
          });
      stream.startAsync();
      for (int i = 0; i < 3; i++) {
        new Tick().commit();
      }
      seen.await();
      dump(outer, file);
    }
  }

  private static void inNotification(Path file) throws Exception {
    var bean = ManagementFactory.getPlatformMXBean(FlightRecorderMXBean.class);
    ManagementFactory.getPlatformMBeanServer()
        .addNotificationListener(
            bean.getObjectName(), (notification, handback) -> start("notification"), null, null);
    try (var outer = new Recording(SETTINGS)) {
      outer.start();
      long id = bean.newRecording();
      bean.setPredefinedConfiguration(id, "default");
      bean.startRecording(id);
      bean.stopRecording(id);
      bean.closeRecording(id);
      dump(outer, file);
    }
  }

  private static void inInitializer(Path file) throws Exception {
    try (var outer = new Recording(SETTINGS)) {
      outer.enable(LoudEvent.class).with("loud", "1");
      outer.start();
      try (var other = new Recording()) {
        other.setSettings(Map.of("app.Loud#enabled", "true", "app.Loud#loud", "2"));
        other.start();
      }
      new LoudEvent().commit();
      dump(outer, file);
    }
  }

  /** What is started from now on is in no file. */
  private static void dump(Recording recording, Path file) throws IOException {
    System.out.println("dumped");
    recording.dump(file);
  }

  private static void start(String name) {
    long begin = System.nanoTime();
    try {
      var unique = name + "-" + STARTS.incrementAndGet();
      var process = new ProcessBuilder("/bin/true", unique).start();
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      process.onExit().join();
      System.out.println(unique + " " + millis);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
