package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Crash;
import io.github.exectrace.app.DirectFork;
import io.github.exectrace.app.MovesOn;
import io.github.exectrace.app.NativeChildren;
import io.github.exectrace.app.NativeStarts;
import io.github.exectrace.app.OutOfMemory;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.NativeSpawn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Children that native code makes bypassing ProcessBuilder are tied to the thread that made them.
 */
@Privileged
class NativeSpawnTest {
  private static final String CHILDREN = NativeChildren.class.getName();

  @TempDir private Path scratch;

  /** What the application itself says of one child. */
  private record Said(String token, String way, String threadName, long threadId, String method) {
    static Said parse(String line) {
      var words = line.split(" ", -1);
      return new Said(words[0], words[1], words[2], Long.parseLong(words[3]), words[4]);
    }
  }

  private Jvm application(Class<?> main) {
    return Jvm.running(scratch, main)
        .flags(
            "-Dnative.children=" + CProgram.library("native_children"),
            "--enable-native-access=ALL-UNNAMED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "exact"})
  void eachChildNamesTheThreadThatMadeIt(String mode) {
    var ended = application(NativeStarts.class).traced("native=" + mode).run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    var said = ended.lines().stream().map(Said::parse).toList();
    var trace = ended.trace();
    assertThat(said).hasSize(60);
    assertThat(trace.nativeSpawns()).hasSameSizeAs(said);
    var verified = new HashMap<String, Integer>();
    for (var one : said) {
      var spawn = checkOne(one, trace);
      var key = one.way() + " on " + one.threadName();
      verified.merge(key, spawn.stackVerified() ? 1 : 0, Integer::sum);
    }
    // The children live for a tenth of a second; even on a busy machine some samples are in time.
    assertThat(verified).hasSize(12).allSatisfy((_, count) -> assertThat(count).isPositive());
    checkDates(trace);
    checkLedger(trace);
  }

  private static NativeSpawn checkOne(Said said, Trace trace) {
    var exec = trace.program(e -> e.depth() == 1 && e.commandLine().contains(said.token() + ";"));
    var spawn = nativeSpawn(trace, exec.origin().spawnId());
    assertThat(spawn.pid()).isEqualTo(exec.pid());
    assertThat(spawn.origin()).isEqualTo(exec.origin());
    assertThat(trace.exitOf(exec.pid()).origin()).isEqualTo(exec.origin());
    if (spawn.origin().threadId() == -1) {
      // Not known whose it was; counted, and nothing is claimed.
      assertThat(spawn.origin().threadName()).isNull();
      assertThat(spawn.spawnThread()).isEmpty();
      assertThat(spawn.stackVerified()).isFalse();
      assertThat(spawn.stack()).isEmpty();
    } else {
      assertThat(spawn.origin().threadId()).isEqualTo(said.threadId());
      assertThat(spawn.origin().threadName()).isEqualTo(said.threadName());
      assertThat(spawn.spawnThread()).isPresent();
    }
    if (spawn.stackVerified()) {
      assertThat(spawn.stack()).anyMatch(frame -> frame.startsWith(CHILDREN + "." + said.method()));
      assertThat(spawn.origin().site()).startsWith(CHILDREN + ".");
    } else {
      assertThat(spawn.origin().site()).isNull();
    }
    return spawn;
  }

  /** By the fork, as the exit is, and not by when the thread was looked at and that written. */
  private static void checkDates(Trace trace) {
    var differences =
        trace.nativeSpawns().stream()
            .map(
                spawn -> Duration.between(trace.exitOf(spawn.pid()).startTime(), spawn.startTime()))
            .map(Duration::abs)
            .sorted()
            .toList();
    assertThat(differences.getLast()).isLessThan(Duration.ofMillis(5));
    assertThat(differences.get(differences.size() / 2)).isLessThan(Duration.ofNanos(50_000));
  }

  private static NativeSpawn nativeSpawn(Trace trace, int spawnId) {
    var found = trace.nativeSpawns().stream().filter(s -> s.origin().spawnId() == spawnId).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static void checkLedger(Trace trace) {
    var ledger = trace.lastStatistics();
    assertThat(ledger.nativeSpawns()).isEqualTo(trace.nativeSpawns().size());
    assertThat(ledger.nativeUnverified())
        .isEqualTo(trace.nativeSpawns().stream().filter(s -> !s.stackVerified()).count());
    assertThat(ledger.lost()).isZero();
    assertThat(ledger.malformed()).isZero();
    assertThat(ledger.hookFailures()).isZero();
  }

  @Test
  void withoutSamplesTheChildrenAreThereAndNoThreadIsNamed() {
    var ended = application(NativeStarts.class).traced("native=off").run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();
    assertThat(trace.nativeSpawns()).isEmpty();
    assertThat(trace.programs())
        .filteredOn(exec -> exec.depth() == 1 && exec.commandLine().contains("token-"))
        .hasSize(60)
        .allSatisfy(exec -> assertThat(exec.origin().threadName()).isNull());
    assertThat(trace.lastStatistics().unattributed()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "exact"})
  void theCommandOnOutOfMemoryIsTheJvmsOwnAndDoesNotHang(String mode) {
    var ended =
        Jvm.running(scratch, OutOfMemory.class)
            .flags("-Xmx32m", "-XX:OnOutOfMemoryError=/bin/echo out-of-memory-command")
            .traced("native=" + mode)
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("went on");
    var trace = ended.trace();
    var command = trace.programEndingWith("/bin/echo out-of-memory-command'");
    var spawn = nativeSpawn(trace, command.origin().spawnId());
    assertThat(spawn.osThreadName()).isEqualTo("VM Thread");
    assertThat(spawn.origin().threadId()).isEqualTo(-1);
    assertThat(spawn.stackVerified()).isFalse();
    assertThat(trace.lastStatistics().unattributed()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "exact"})
  void theCommandOnAFatalErrorRunsAsWithoutUs(String mode) {
    var flags =
        List.of(
            "-XX:OnError=/bin/echo fatal-error-command",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + scratch.resolve("hs_err"));
    var without = crash(flags, Map.of());
    var traced = crash(flags, Map.of("native", mode));

    assertThat(traced.exitCode()).isEqualTo(without.exitCode()).isNotZero();
    assertThat(traced.out()).contains("fatal-error-command");
  }

  private Ended crash(List<String> flags, Map<String, String> options) {
    var jvm =
        Jvm.running(scratch, Crash.class)
            .flags(flags.toArray(String[]::new))
            .flags("--enable-native-access=ALL-UNNAMED");
    return (options.isEmpty() ? jvm : jvm.traced("native=" + options.get("native"))).run();
  }

  @Test
  void aThreadThatMovedOnIsNotTakenForWhereItIs() {
    var ended = application(MovesOn.class).traced().run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();
    assertThat(trace.nativeSpawns()).hasSize(100);
    assertThat(trace.nativeSpawns())
        .as("looked at too late, in the same native function")
        .anyMatch(spawn -> spawn.stack().stream().anyMatch(f -> f.contains("isSomewhereElse")));
    assertThat(trace.nativeSpawns())
        .filteredOn(NativeSpawn::stackVerified)
        .allSatisfy(spawn -> assertThat(spawn.origin().site()).contains("makesTheChild"));
  }

  @Test
  void aDirectCallOfTheJdksOwnForkIsNative() {
    var ended =
        Jvm.running(scratch, DirectFork.class)
            .flags("--add-opens=java.base/java.lang=ALL-UNNAMED")
            .traced()
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();
    var exec = trace.programEndingWith("/bin/true direct");
    var spawn = nativeSpawn(trace, exec.origin().spawnId());
    assertThat(spawn.pid()).isEqualTo(Integer.parseInt(ended.lines().getLast()));
    assertThat(spawn.origin().threadId()).isEqualTo(Long.parseLong(ended.lines().getFirst()));
    assertThat(spawn.osThreadName()).isEqualTo("java"); // the launcher's name for the main thread
    assertThat(trace.spawns()).extracting(Trace.Spawn::pid).doesNotContain(spawn.pid());
  }
}
