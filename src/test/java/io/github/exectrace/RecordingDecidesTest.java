package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.OnCommand;
import io.github.exectrace.harness.BpfResources;
import io.github.exectrace.harness.Jmx;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel is traced as long as a recording wants it, from within the call that starts one. */
@Privileged
class RecordingDecidesTest {
  private static final Duration LONGEST_CLEANING = Duration.ofSeconds(10);

  @TempDir private Path scratch;

  private Running start() {
    return Jvm.running(scratch, OnCommand.class).agent("").start();
  }

  private static boolean attached(Running jvm) {
    return !BpfResources.of(jvm.pid()).isEmpty();
  }

  private static void checkDetached(Running jvm) {
    Waiting.upTo(LONGEST_CLEANING, () -> !attached(jvm));
    assertThat(BpfResources.of(jvm.pid())).matches(BpfResources::isEmpty);
  }

  /** Exec and exit of a process are there, with the start that they belong to. */
  private void checkRecorded(String pid, Path recording) {
    var trace = Trace.read(scratch.resolve(recording));
    int number = Integer.parseInt(pid);
    var exec = trace.program(each -> each.pid() == number);
    assertThat(exec.origin().threadName()).isEqualTo("main");
    assertThat(trace.exitOf(number).origin()).isEqualTo(exec.origin());
    assertThat(trace.spawns())
        .filteredOn(spawn -> spawn.pid() == number)
        .extracting(Trace.Spawn::spawnId)
        .containsExactly(exec.origin().spawnId());
    assertThat(trace.lastStatistics().unattributed()).isZero();
    assertThat(trace.lastStatistics().unrecorded()).isZero();
    assertThat(trace.lastStatistics().hookFailures()).isZero();
  }

  @Test
  void nothingIsAttachedWithoutARecording() {
    try (var jvm = start()) {
      jvm.order("run", "/bin/true");

      assertThat(BpfResources.of(jvm.pid())).matches(BpfResources::isEmpty);
    }
  }

  @Test
  void nothingIsAttachedForARecordingThatWantsOtherEvents() {
    try (var jvm = start()) {
      jvm.order(
          "start",
          "other",
          "ProcessSpawn#enabled=false",
          "NativeSpawn#enabled=false",
          "ProcessAdopted#enabled=false",
          "ProcessExec#enabled=false",
          "ProcessExit#enabled=false");
      jvm.order("run", "/bin/true");

      assertThat(BpfResources.of(jvm.pid())).matches(BpfResources::isEmpty);
      jvm.order("stop", "other");
      assertThat(Trace.read(scratch.resolve("other.jfr")).statistics()).isEmpty();
    }
  }

  @Test
  void recordingStart() {
    try (var jvm = start()) {
      var pid = jvm.order("start-then-run", "a", "/bin/echo", "first");
      jvm.order("stop", "a");

      checkRecorded(pid, Path.of("a.jfr"));
      checkDetached(jvm);
    }
  }

  @Test
  void theSameAgainAndAgain() {
    try (var jvm = start()) {
      for (int i = 0; i < 5; i++) {
        var pid = jvm.order("start-then-run", "a" + i, "/bin/echo", "first");
        jvm.order("stop", "a" + i);
        checkRecorded(pid, Path.of("a" + i + ".jfr"));
      }
      checkDetached(jvm);
    }
  }

  @Test
  void recordingStream() {
    try (var jvm = start()) {
      var pid = jvm.order("stream-then-run", "s", "/bin/echo", "first");

      assertThat(jvm.order("end-stream", "s").split(","))
          .containsExactlyInAnyOrder("launcher " + pid, "exec " + pid, "exit " + pid);
      checkDetached(jvm);
    }
  }

  @Test
  void jcmd() {
    try (var jvm = start()) {
      jvm.order("run", "/bin/true");
      var file = scratch.resolve("jcmd.jfr");
      jvm.jcmd("JFR.start", "name=j", "filename=" + file);
      var pid = jvm.order("run", "/bin/echo", "first");
      jvm.jcmd("JFR.stop", "name=j");

      checkRecorded(pid, file);
      checkDetached(jvm);
    }
  }

  @Test
  void missionControl() throws IOException {
    try (var jvm = start()) {
      jvm.order("run", "/bin/true"); // a JVM that has only begun refuses to be attached to
      recordByJmx(jvm);
      checkDetached(jvm);
    }
  }

  private void recordByJmx(Running jvm) throws IOException {
    try (var jmx = Jmx.connect(jvm.pid())) {
      var recorder = jmx.flightRecorder();
      var file = scratch.resolve("jmx.jfr");
      long id = recorder.newRecording();
      recorder.setRecordingSettings(
          id,
          Map.of(
              "exectrace.ProcessSpawn#enabled", "true",
              "exectrace.ProcessExec#enabled", "true",
              "exectrace.ProcessExec#arguments", "first",
              "exectrace.ProcessExit#enabled", "true",
              "exectrace.TracerStatistics#enabled", "true"));
      assertThat(attached(jvm)).isFalse();
      recorder.startRecording(id);
      var pid = jvm.order("run", "/bin/echo", "first");
      recorder.stopRecording(id);
      recorder.copyTo(id, file.toString());
      recorder.closeRecording(id);

      checkRecorded(pid, file);
      assertThat(Trace.read(file).programs())
          .extracting(Trace.Exec::commandLine)
          .containsExactly("/bin/echo");
    }
  }

  @Test
  void startFlightRecording() {
    var file = scratch.resolve("flag.jfr");
    var ended =
        Jvm.running(scratch, Commands.class)
            .flags("-XX:StartFlightRecording:filename=" + file, "-Xlog:jfr+startup=off")
            .agent("")
            .arguments("/bin/echo", "first")
            .run();

    assertThat(ended.notices()).isEmpty();
    checkRecorded(ended.lines().getLast().split(" ", -1)[0], file);
  }

  @Test
  void tracingEndsWithTheLastOfSeveral() {
    try (var jvm = start()) {
      jvm.order("start", "a");
      var both = jvm.order("start-then-run", "b", "/bin/echo", "both");
      jvm.order("stop", "a");
      assertThat(attached(jvm)).isTrue();
      var second = jvm.order("run", "/bin/echo", "second");
      jvm.order("stream", "c");
      jvm.order("stop", "b");
      assertThat(attached(jvm)).isTrue();
      var third = jvm.order("run", "/bin/echo", "third");
      var streamed = jvm.order("end-stream", "c");

      checkDetached(jvm);
      checkRecorded(both, Path.of("a.jfr"));
      checkRecorded(both, Path.of("b.jfr"));
      checkRecorded(second, Path.of("b.jfr"));
      assertThat(streamed).contains("exec " + third, "exit " + third);
    }
  }
}
