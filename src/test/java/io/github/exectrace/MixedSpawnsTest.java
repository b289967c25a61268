package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.MixedStarts;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Trace.NativeSpawn;
import io.github.exectrace.harness.Trace.Origin;
import io.github.exectrace.harness.Trace.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts of all kinds, from very many threads at once: those of ProcessBuilder are exact, native
 * ones right or marked, and none is wrong.
 */
@Privileged
class MixedSpawnsTest {
  private static final int SPAWNS = Integer.getInteger("exectrace.mixedSpawns", 4_000);
  private static final int SPAWNS_OF_VARIANT = 500;
  private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
  private static final Pattern TOKEN = Pattern.compile("token-\\d+-");
  private static final String SITE = MixedStarts.class.getName() + ".await(MixedStarts.java:";

  @TempDir private Path scratch;

  /** What the application itself says of one start. */
  private record Said(String token, String threadName, long threadId, String kind) {
    static Said parse(String line) {
      var words = line.split(" ", -1);
      return new Said(words[0], words[1], Long.parseLong(words[2]), words[3]);
    }
  }

  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  @Test
  void thousandsFromAThousandThreadsAreAllAttributed() throws IOException {
    check(SPAWNS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseZGC",
        "-XX:+UseSerialGC",
        "-Xint",
        "-Xcomp",
      })
  void soItIsWithOtherFlags(String flag) throws IOException {
    check(SPAWNS_OF_VARIANT, flag);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "older JVMs know no such flag")
  void soItIsWhereNativeAccessIsDenied() throws IOException {
    check(SPAWNS_OF_VARIANT, "--illegal-native-access=deny");
  }

  private void check(int starts, String... flags) throws IOException {
    var report = MixedStarts.report(scratch);
    var jvm =
        Jvm.running(scratch, MixedStarts.class)
            .flags(
                "-Dnative.children=" + CProgram.library("native_children"),
                "--enable-native-access=ALL-UNNAMED")
            .withoutDefaults()
            .flags(flags)
            .arguments(Integer.toString(starts), report.toString())
            .traced();
    var ended = jvm.run(LONGEST_RUN);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    checkAll(Files.readAllLines(report).stream().map(Said::parse).toList(), starts, ended.trace());
  }

  private static void checkAll(List<Said> said, int starts, Trace trace) {
    assertThat(said).hasSize(starts);
    var spawns = byToken(trace.spawns(), Spawn::commandLine);
    var natives =
        trace.nativeSpawns().stream()
            .collect(Collectors.groupingBy(spawn -> spawn.origin().spawnId()));
    var execs = byToken(trace.programs(), Exec::commandLine);
    long unverified = 0;
    for (var one : said) {
      var origins = execs.get(one.token()).stream().map(Exec::origin).distinct().toList();
      assertThat(origins).as(one.token()).hasSize(1);
      if (one.kind().equals("native")) {
        var spawn = natives.get(origins.getFirst().spawnId());
        assertThat(spawn).as(one.token()).hasSize(1);
        checkNative(one, spawn.getFirst(), origins.getFirst());
        unverified += spawn.getFirst().stackVerified() ? 0 : 1;
      } else {
        var spawn = spawns.get(one.token());
        assertThat(spawn).as(one.token()).hasSize(1);
        checkExact(one, spawn.getFirst(), origins.getFirst());
      }
      assertThat(execs.get(one.token()))
          .as(one.token())
          .hasSize(one.kind().equals("pipeline") ? 2 : 1);
    }
    checkLedger(said, trace, unverified);
  }

  private static <T> Map<String, List<T>> byToken(List<T> list, Function<T, String> commandLine) {
    return list.stream()
        .filter(one -> TOKEN.matcher(commandLine.apply(one)).find())
        .collect(
            Collectors.groupingBy(
                one -> {
                  var token = TOKEN.matcher(commandLine.apply(one));
                  token.find();
                  return token.group();
                }));
  }

  private static void checkExact(Said said, Spawn spawn, Origin origin) {
    assertThat(spawn.thread()).isEqualTo(new Trace.JavaThread(said.threadName(), said.threadId()));
    assertThat(origin.spawnId()).isEqualTo(spawn.spawnId());
    assertThat(origin.threadId()).isEqualTo(said.threadId());
    assertThat(origin.threadName()).isEqualTo(said.threadName());
    assertThat(origin.site()).startsWith(SITE);
  }

  private static void checkNative(Said said, NativeSpawn spawn, Origin origin) {
    assertThat(origin).isEqualTo(spawn.origin());
    if (origin.threadId() != -1) {
      assertThat(origin.threadId()).as(said.token()).isEqualTo(said.threadId());
    }
    if (origin.threadName() != null) {
      assertThat(origin.threadName()).isEqualTo(said.threadName());
    }
    if (spawn.stackVerified()) {
      assertThat(spawn.stack()).anyMatch(frame -> frame.startsWith(MixedStarts.class.getName()));
    } else {
      assertThat(origin.site()).isNull();
    }
  }

  private static void checkLedger(List<Said> said, Trace trace, long unverified) {
    var ledger = trace.lastStatistics();
    var natives = said.stream().filter(one -> one.kind().equals("native")).count();
    // One more than said: the first, that waits for tracing.
    assertThat(trace.spawns()).hasSize(Math.toIntExact(said.size() - natives + 1));
    assertThat(trace.spawns()).allMatch(Spawn::succeeded);
    assertThat(trace.nativeSpawns()).hasSize(Math.toIntExact(natives));
    assertThat(ledger.nativeSpawns()).isEqualTo(trace.nativeSpawns().size());
    assertThat(ledger.nativeUnverified()).isEqualTo(unverified);
    assertThat(ledger.lost()).isZero();
    assertThat(ledger.untracked()).isZero();
    assertThat(ledger.malformed()).isZero();
    assertThat(ledger.unrecorded()).isZero();
    assertThat(ledger.hookFailures()).isZero();
    assertThat(ledger.delivered()).isEqualTo(ledger.emitted());
    var nameless =
        trace.nativeSpawns().stream().filter(spawn -> spawn.origin().threadId() == -1).count();
    assertThat(ledger.unattributed()).isEqualTo(nameless);
  }
}
