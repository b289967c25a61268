package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.EarlyNativeStarts;
import io.github.exectrace.app.StartsAllTheWhile;
import io.github.exectrace.app.StartsInCallbacks;
import io.github.exectrace.app.StartsInRecorder;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Trace.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that come while tracing is being made ready, or that cannot wait for it. */
@Privileged
class EarlyStartsTest {
  private static final Duration LONGEST_END = Duration.ofSeconds(30);
  private static final int RECORDINGS = 12;
  // One that waits in vain takes five seconds.
  private static final long LONGEST_START_MILLIS = 4_000;
  private static final Set<StartsInCallbacks.Way> ON_STREAMS =
      EnumSet.of(StartsInCallbacks.Way.STREAM, StartsInCallbacks.Way.STREAM_SETTINGS);

  @TempDir private Path scratch;

  @ParameterizedTest
  @EnumSource
  void aStartThatTheRecorderWaitsForIsRecorded(StartsInRecorder.Way way) {
    var ended =
        Jvm.running(scratch, StartsInRecorder.class)
            .agent("")
            .arguments(way.name(), scratch.toString())
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.lines()).doesNotContain("interrupted false");
    for (int i = 0; i < 2; i++) {
      var trace = Trace.read(scratch.resolve(i + ".jfr"));
      assertThat(trace.spawns())
          .hasSize(2)
          .allMatch(Spawn::succeeded)
          .extracting(Spawn::commandLine)
          .containsOnly("/bin/true measure");
      assertThat(trace.nativeSpawns()).isEmpty();
      // The first of the two came before tracing was ready, and is counted so once.
      assertThat(trace.programs()).hasSize(1);
      assertThat(trace.lastStatistics().unrecorded()).isEqualTo(i + 1);
      assertThat(trace.lastStatistics().unattributed()).isZero();
      assertThat(trace.lastStatistics().hookFailures()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStartWhereTheRecorderCallsBackNeitherWaitsNorIsLost(StartsInCallbacks.Way way) {
    var file = scratch.resolve("callbacks.jfr");
    var ended =
        Jvm.running(scratch, StartsInCallbacks.class)
            .agent("")
            .arguments(way.name(), file.toString())
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    var starts = ended.lines().stream().takeWhile(line -> !line.equals("dumped")).toList();
    assertThat(starts).hasSizeGreaterThan(2);
    assertThat(starts)
        .allSatisfy(
            line ->
                assertThat(Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .as(line)
                    .isLessThan(LONGEST_START_MILLIS));
    var commands =
        starts.stream().map(line -> "/bin/true " + line.substring(0, line.indexOf(' '))).toList();
    var trace = Trace.read(file);
    if (ON_STREAMS.contains(way)) {
      checkProcesses(trace, commands);
    } else {
      assertThat(trace.spawns())
          .extracting(Spawn::commandLine)
          .doesNotHaveDuplicates() // and perhaps some that came while it was written
          .containsAll(commands);
    }
    assertThat(trace.nativeSpawns()).isEmpty();
    assertThat(trace.lastStatistics().unattributed()).isZero();
    assertThat(trace.lastStatistics().hookFailures()).isZero();
  }

  /** The recorder leaves out all events that a stream's own thread commits, jdk.* too. */
  private static void checkProcesses(Trace trace, List<String> commands) {
    assertThat(trace.spawns()).isEmpty();
    assertThat(trace.programs())
        .extracting(Exec::commandLine)
        .containsExactlyInAnyOrderElementsOf(commands);
    assertThat(trace.programs())
        .extracting(Exec::origin)
        .allSatisfy(
            origin -> {
              assertThat(origin.threadName()).startsWith("JFR Event Stream");
              assertThat(origin.site()).startsWith(StartsInCallbacks.class.getName() + ".start(");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX_SPAWN", "VFORK", "FORK"})
  void noStartIsTakenForNativeWhereTheAgentIsAttached(String mechanism) throws IOException {
    var recording = scratch.resolve("attached.jfr");
    var jvm =
        Jvm.running(scratch, StartsAllTheWhile.class)
            .flags(
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.lang.Process.launchMechanism=" + mechanism);
    try (var running = jvm.start()) {
      running.awaitLine("ready");
      var command = Files.createDirectory(scratch.resolve("command"));
      var attached =
          Jvm.commandLine(command, "attach", Long.toString(running.pid()), "recording=" + recording)
              .run();
      assertThat(attached.exitCode()).as(attached.err()).isZero();
      running.endOfInput();
      assertThat(running.end(LONGEST_END).exitCode()).isZero();
    }

    checkNoneIsNative(Trace.read(recording));
  }

  @Test
  void noStartIsTakenForNativeWhereRecordingsBeginAndEnd() {
    var ended =
        Jvm.running(scratch, StartsAllTheWhile.class)
            .agent("")
            .arguments(Integer.toString(RECORDINGS), scratch.toString())
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    for (int i = 0; i < RECORDINGS; i++) {
      checkNoneIsNative(Trace.read(scratch.resolve(i + ".jfr")));
    }
  }

  private static void checkNoneIsNative(Trace trace) {
    assertThat(trace.spawns()).isNotEmpty();
    assertThat(trace.nativeSpawns()).isEmpty();
    assertThat(trace.lastStatistics().nativeSpawns()).isZero();
    assertThat(trace.lastStatistics().unattributed()).isZero();
    assertThat(trace.lastStatistics().hookFailures()).isZero();
    assertThat(trace.programs())
        .filteredOn(exec -> exec.origin().spawnId() != 0)
        .extracting(Exec::origin)
        .allMatch(origin -> origin.threadId() > 0);
  }

  @Test
  void aYoungJvmsNativeStartsAreAllOfTheirThread() {
    var ended =
        Jvm.running(scratch, EarlyNativeStarts.class)
            .flags(
                "-Dnative.children=" + CProgram.library("native_children"),
                "--enable-native-access=ALL-UNNAMED")
            .traced()
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();
    assertThat(trace.nativeSpawns())
        .hasSize(EarlyNativeStarts.STARTS)
        .allSatisfy(
            spawn -> {
              assertThat(spawn.origin().threadName()).isEqualTo("spawner");
              assertThat(spawn.origin().threadId()).isPositive();
              assertThat(spawn.spawnThread()).isPresent();
            });
    var ledger = trace.lastStatistics();
    assertThat(ledger.nativeSpawns()).isEqualTo(EarlyNativeStarts.STARTS);
    assertThat(ledger.unattributed()).isZero();
    assertThat(ledger.unrecorded()).isZero();
  }
}
