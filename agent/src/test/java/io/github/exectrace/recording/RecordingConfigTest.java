package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.tracer.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What tracing is to do is what the running recordings ask for. */
class RecordingConfigTest {
  private static final CaptureSettings AGENT = CaptureSettings.of(RecordingOptions.defaults());
  private static final String EXEC = EventNames.PROCESS_EXEC;
  private static final long LOOK_NANOS = 2_000_000_000L;
  private static final int GENERAL = 50;

  private final Recording recording = new Recording();

  @BeforeAll
  static void register() {
    FlightRecorder.register(ProcessExecEvent.class);
  }

  @AfterEach
  void close() {
    recording.close();
  }

  private RecordingConfig asked() {
    return RecordingConfig.ask(List.of(ProcessExecEvent.class), AGENT);
  }

  private RecordingConfig asked(Map<String, String> settings) {
    recording.setSettings(settings);
    recording.start();
    return asked();
  }

  private static Map<String, String> ofTheJdk(int events) {
    var settings = new HashMap<String, String>();
    for (int i = 0; i < events; i++) {
      settings.put("jdk.Event" + i + "#enabled", "true");
      settings.put("jdk.Other" + i + "#enabled", "false");
      settings.put("app.Event" + i + "#enabled", "true");
    }
    return settings;
  }

  @Test
  void aRecordingThatNamesAnEventWantsIt() {
    assertThat(asked(Map.of(EXEC + "#enabled", "true")))
        .isEqualTo(new RecordingConfig(true, false, AGENT, List.of()));
  }

  @Test
  void aRecordingThatDoesNotRunWantsNothing() {
    recording.setSettings(Map.of(EXEC + "#enabled", "true"));

    assertThat(asked().wanted()).isFalse();
  }

  @Test
  void anEventThatIsTurnedOffIsNotWanted() {
    assertThat(asked(Map.of(EXEC + "#enabled", "false")).wanted()).isFalse();
  }

  @Test
  void aRecordingOfOtherEventsWantsNothing() {
    assertThat(asked(ofTheJdk(GENERAL - 1)))
        .isEqualTo(new RecordingConfig(false, false, AGENT, List.of()));
  }

  @Test
  void aRecordingOfManyOfTheJdksEventsWantsAll() {
    assertThat(asked(ofTheJdk(GENERAL)))
        .isEqualTo(new RecordingConfig(true, true, AGENT, List.of()));
  }

  @Test
  void suchOneCanBeWithoutThem() throws Exception {
    var settings = new HashMap<>(Configuration.getConfiguration("default").getSettings());
    settings.put(EXEC + "#enabled", "false");
    settings.put(EventNames.TRACER_STATISTICS + "#enabled", "false");

    assertThat(asked(settings)).isEqualTo(new RecordingConfig(false, false, AGENT, List.of()));
  }

  @Test
  void statisticsBringTheOthers() {
    var config = asked(Map.of(EventNames.TRACER_STATISTICS + "#enabled", "true"));

    assertThat(config.wanted()).isTrue();
    assertThat(config.statistics()).isTrue();
  }

  @Test
  void settingsOfARecordingHold() {
    var config = asked(Map.of(EXEC + "#enabled", "true", EXEC + "#scope", "system"));

    assertThat(config.capture().scope()).isEqualTo(new Scope.WholeSystem());
    assertThat(config.refused()).isEmpty();
  }

  @Test
  void aSettingThatIsNoneIsRefusedInASentence() {
    var config = asked(Map.of(EXEC + "#enabled", "true", EXEC + "#scope", "all"));

    assertThat(config.capture()).isEqualTo(AGENT);
    assertThat(config.refused())
        .singleElement()
        .asString()
        .contains(EXEC + "#scope=all of a recording has no effect");
  }

  @Test
  void settingsMayChangeWhileTheyAreRead() throws InterruptedException {
    recording.setSettings(ofTheJdk(GENERAL - 1)); // takes a while to be copied
    recording.start();
    var done = new AtomicBoolean();
    var changer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    recording.enable("app.Other" + i);
                  }
                });
    try {
      long end = System.nanoTime() + LOOK_NANOS;
      while (System.nanoTime() < end) {
        assertThat(asked().wanted()).isFalse();
      }
    } finally {
      done.set(true);
      changer.join();
    }
  }
}
