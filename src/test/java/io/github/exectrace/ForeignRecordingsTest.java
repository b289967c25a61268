package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.OnCommand;
import io.github.exectrace.harness.BpfResources;
import io.github.exectrace.harness.Jmx;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A recording that an application makes for events of its own gets none of the agent's, and has
 * nothing traced; one with settings of the JDK's general kind gets all.
 */
@Privileged
class ForeignRecordingsTest {
  private static final Duration LONGEST_CLEANING = Duration.ofSeconds(10);

  private static final String STATISTICS = "exectrace.TracerStatistics";

  @TempDir private Path scratch;

  private Running start() {
    return Jvm.running(scratch, OnCommand.class).agent("").start();
  }

  private static void order(Running jvm, String order, String name, List<String> settings) {
    var words = new ArrayList<>(List.of(order, name));
    words.addAll(settings);
    jvm.order(words.toArray(String[]::new));
  }

  private static boolean attached(Running jvm) {
    return !BpfResources.of(jvm.pid()).isEmpty();
  }

  /** A change of settings is followed in the background, and no start waits for that. */
  private static boolean isAttachedSoon(Running jvm) {
    return Waiting.upTo(LONGEST_CLEANING, () -> attached(jvm));
  }

  /** With a process started, which would wait for tracing if that were about to begin. */
  private static void checkNothingAttached(Running jvm) {
    jvm.order("run", "/bin/true");
    assertThat(BpfResources.of(jvm.pid())).matches(BpfResources::isEmpty);
  }

  private List<String> agentEvents(Path file) throws IOException {
    return RecordingFile.readAllEvents(scratch.resolve(file)).stream()
        .map(event -> event.getEventType().getName())
        .filter(name -> name.startsWith("exectrace."))
        .toList();
  }

  static Stream<List<String>> settingsOfAnApplication() throws IOException, ParseException {
    var general = Configuration.getConfiguration("default").getSettings();
    return Stream.of(
        List.of(),
        List.of("app.Own#enabled=true", "app.Own#threshold=0 ms"),
        List.of("4711#enabled=true"),
        List.of("jdk.ProcessStart#enabled=true"),
        List.of(
            "jdk.CPULoad#enabled=true", "jdk.CPULoad#period=1 s", "jdk.GCHeapSummary#enabled=1"),
        List.of("exectrace.ProcessSpawn#enabled=false", "exectrace.ProcessExec#enabled=false"),
        // All of the JDK's events named, and turned off.
        general.keySet().stream()
            .filter(key -> key.endsWith("#enabled"))
            .map(key -> key + "=false")
            .toList(),
        // As many as somebody may write by hand.
        general.keySet().stream()
            .filter(key -> key.endsWith("#enabled"))
            .limit(40)
            .map(key -> key + "=true")
            .toList());
  }

  @ParameterizedTest
  @MethodSource("settingsOfAnApplication")
  void aRecordingOfAnApplicationsOwn(List<String> settings) throws IOException {
    try (var jvm = start()) {
      order(jvm, "start-with", "own", settings);
      checkNothingAttached(jvm);
      jvm.order("stop", "own");

      assertThat(agentEvents(Path.of("own.jfr"))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("settingsOfAnApplication")
  void aStreamOfAnApplicationsOwn(List<String> settings) {
    try (var jvm = start()) {
      order(jvm, "stream-with", "own", settings);
      checkNothingAttached(jvm);

      assertThat(jvm.order("end-stream", "own")).isEmpty();
    }
  }

  @Test
  void jcmdWithoutGeneralSettings() throws IOException {
    try (var jvm = start()) {
      jvm.order("run", "/bin/true"); // a JVM that has only begun refuses to be attached to
      var file = scratch.resolve("jcmd.jfr");
      jvm.jcmd("JFR.start", "name=j", "settings=none", "+app.Own#enabled=true", "filename=" + file);
      checkNothingAttached(jvm);
      jvm.jcmd("JFR.stop", "name=j");

      assertThat(agentEvents(file)).isEmpty();
    }
  }

  @Test
  void missionControlWithAnEventOfTheApplication() throws IOException {
    try (var jvm = start()) {
      jvm.order("run", "/bin/true");
      try (var jmx = Jmx.connect(jvm.pid())) {
        var recorder = jmx.flightRecorder();
        long id = recorder.newRecording();
        recorder.setRecordingSettings(id, Map.of("app.Own#enabled", "true"));
        recorder.startRecording(id);
        checkNothingAttached(jvm);
        recorder.setPredefinedConfiguration(id, "profile");
        jvm.order("run", "/bin/true");
        assertThat(isAttachedSoon(jvm)).isTrue();
        recorder.closeRecording(id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"like=default", "like=profile"})
  void generalSettingsAreEnough(String like) throws IOException {
    try (var jvm = start()) {
      // Without the JDK's own event, which repeats what is masked here.
      jvm.order("start-with", "general", like, "jdk.ProcessStart#enabled=false");
      jvm.order("stream-with", "stream", like);
      var pid = jvm.order("run", "/bin/true");
      assertThat(jvm.order("end-stream", "stream")).contains("exec " + pid, "exit " + pid);
      jvm.order("stop", "general");

      assertThat(agentEvents(Path.of("general.jfr")))
          .contains("exectrace.ProcessSpawn", "exectrace.TracerStatistics");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exectrace.ProcessExit#enabled=true",
        "exectrace.TracerStatistics#enabled=true",
        "exectrace.ProcessExec#scope=jvm"
      })
  void oneNameIsEnough(String setting) {
    try (var jvm = start()) {
      jvm.order("start-with", "named", setting);
      jvm.order("run", "/bin/true");

      assertThat(isAttachedSoon(jvm)).isTrue();
    }
  }

  @Test
  void aRunningRecordingMayAskLater() {
    try (var jvm = start()) {
      jvm.order("start-with", "own", "app.Own#enabled=true");
      checkNothingAttached(jvm);
      jvm.order("enable", "own", "exectrace.ProcessExec");
      jvm.order("run", "/bin/true");
      assertThat(isAttachedSoon(jvm)).isTrue();
      jvm.order("set-to", "own", "app.Own#enabled=true");
      jvm.order("run", "/bin/true");

      Waiting.upTo(LONGEST_CLEANING, () -> !attached(jvm));
      checkNothingAttached(jvm);
    }
  }

  /** The account of a session that has just ended is not for a recording that did not ask. */
  @Test
  void aRecordingThatFollowsOneThatAsksGetsNothingOfIt() throws IOException {
    try (var jvm = start()) {
      for (int i = 0; i < 5; i++) {
        jvm.order("start-with", "general" + i, "like=default");
        jvm.order("run", "/bin/true");
        assertThat(isAttachedSoon(jvm)).isTrue();
        jvm.order("stop", "general" + i);
        jvm.order("start-with", "own" + i, "app.Own#enabled=true");
        assertThat(Waiting.upTo(LONGEST_CLEANING, () -> !attached(jvm))).isTrue();
        jvm.order("stop", "own" + i);

        assertThat(agentEvents(Path.of("general" + i + ".jfr"))).contains(STATISTICS);
        assertThat(agentEvents(Path.of("own" + i + ".jfr"))).isEmpty();
      }
    }
  }

  @Test
  void aRecordingThatEndsAtOnceAfterAChangeOfItsOwn() throws IOException {
    try (var jvm = start()) {
      for (int i = 0; i < 5; i++) {
        jvm.order("start-with", "own" + i, "app.Own#enabled=true");
        jvm.order("change-then-stop", "own" + i, "app.Own");

        assertThat(agentEvents(Path.of("own" + i + ".jfr"))).isEmpty();
      }
    }
  }

  /** Events are of all recordings that run meanwhile: that is the recorder's way. */
  @Test
  void tracingEndsWithTheLastThatAsks() throws IOException {
    try (var jvm = start()) {
      jvm.order("start-with", "own", "app.Own#enabled=true");
      jvm.order("start-with", "general", "like=default");
      jvm.order("run", "/bin/true");
      assertThat(isAttachedSoon(jvm)).isTrue();
      jvm.order("stop", "general");
      jvm.order("run", "/bin/true");

      Waiting.upTo(LONGEST_CLEANING, () -> !attached(jvm));
      checkNothingAttached(jvm);
      assertThat(agentEvents(Path.of("general.jfr"))).contains("exectrace.ProcessExec");
    }
  }

  @Test
  void anAgentThatIsAttachedDuringSuchARecording() {
    try (var jvm = Jvm.running(scratch, OnCommand.class).start()) {
      jvm.order("start-with", "own", "app.Own#enabled=true");
      jvm.jcmd("JVMTI.agent_load", Jvm.builtJar().toString());
      checkNothingAttached(jvm);
      jvm.order("set-to", "own", "like=default");
      jvm.order("run", "/bin/true");

      assertThat(isAttachedSoon(jvm)).isTrue();
    }
  }
}
