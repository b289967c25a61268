package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.exectrace.app.ManySpawns;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Trace.Exit;
import io.github.exectrace.harness.Trace.Frame;
import io.github.exectrace.harness.Trace.JavaThread;
import io.github.exectrace.harness.Trace.Origin;
import io.github.exectrace.harness.Trace.Spawn;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every start is recorded once, with the thread, line and process that it really had. */
@Privileged
class ExactSpawnsTest {
  private static final int SPAWNS = 1000;

  /** What the application itself says of one start. */
  private record Said(String token, JavaThread thread, int pid, Frame frame, String file) {
    static Said parse(String line) {
      var words = line.split(" ", -1);
      return new Said(
          words[0],
          new JavaThread(words[1], Long.parseLong(words[2])),
          Integer.parseInt(words[3]),
          new Frame(words[4], Integer.parseInt(words[5])),
          words[6]);
    }

    String site() {
      return frame.method() + "(" + file + ":" + frame.line() + ")";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX_SPAWN", "VFORK", "FORK"})
  void aThousandStartsFromManyThreadsAreEachRecordedExactly(String mechanism, @TempDir Path scratch)
      throws ClassNotFoundException {
    var ended =
        Jvm.running(scratch, ManySpawns.class)
            .flags("-Djdk.lang.Process.launchMechanism=" + mechanism)
            .traced()
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var said = ended.lines().stream().map(Said::parse).toList();
    var trace = ended.trace();
    assertThat(said).hasSize(SPAWNS);
    checkLedger(trace);
    assertThat(trace.spawns()).hasSize(SPAWNS);
    assertThat(trace.programs()).hasSize(SPAWNS);
    assertThat(trace.exits()).hasSize(SPAWNS);
    assertThat(trace.spawns()).extracting(Spawn::spawnId).doesNotHaveDuplicates();
    checkEach(said, trace, inEffect(mechanism));
    checkLaunchers(trace, mechanism);
  }

  /** JDK 27 and later have no vfork any more: they say so and fork. */
  private static String inEffect(String mechanism) throws ClassNotFoundException {
    var known = Class.forName("java.lang.ProcessImpl$LaunchMechanism").getEnumConstants();
    return Arrays.stream(known).map(Object::toString).anyMatch(mechanism::equals)
        ? mechanism
        : "FORK";
  }

  private static void checkEach(List<Said> said, Trace trace, String mechanism) {
    // No pid comes twice in so short a time, or these maps would refuse it.
    var spawns = by(trace.spawns(), Spawn::commandLine);
    var execs = by(trace.programs(), Exec::commandLine);
    var exits = by(trace.exits(), Exit::pid);
    for (var one : said) {
      var commandLine = "/bin/echo " + one.token();
      var spawn = spawns.get(commandLine);
      assertThat(spawn.thread()).isEqualTo(one.thread());
      assertThat(spawn.stack().getFirst()).isEqualTo(one.frame());
      assertThat(spawn.pid()).isEqualTo(one.pid());
      assertThat(spawn.mechanism()).isEqualTo(mechanism);
      assertThat(spawn.succeeded()).isTrue();

      var origin = new Origin(spawn.spawnId(), one.thread().name(), one.thread().id(), one.site());
      var exec = execs.get(commandLine);
      assertThat(exec.origin()).isEqualTo(origin);
      assertThat(exec.pid()).isEqualTo(one.pid());
      assertThat(exec.depth()).isEqualTo(1);
      assertThat(exec.executable()).isEqualTo("/bin/echo");
      // A thread that has ended cannot be named by the recorder any more.
      exec.spawnThread().ifPresent(thread -> assertThat(thread).isEqualTo(one.thread()));

      var exit = exits.get(one.pid());
      assertThat(exit.origin()).isEqualTo(origin);
      assertThat(exit.exitCode()).isZero();
      assertThat(exit.commandLine()).isEqualTo(commandLine);
    }
  }

  private static <K, V> Map<K, V> by(List<V> list, Function<V, K> key) {
    return list.stream().collect(Collectors.toMap(key, Function.identity()));
  }

  /** The JDK's helper becomes the program, in the same process. */
  private static void checkLaunchers(Trace trace, String mechanism) {
    var launchers = trace.execs().stream().filter(Exec::launcher).toList();
    assertThat(launchers).hasSize(mechanism.equals("POSIX_SPAWN") ? SPAWNS : 0);
    assertThat(launchers)
        .extracting(Exec::pid)
        .isSubsetOf(trace.spawns().stream().map(Spawn::pid).toList());
  }

  private static void checkLedger(Trace trace) {
    var ledger = trace.lastStatistics();
    assertThat(ledger.lost()).isZero();
    assertThat(ledger.untracked()).isZero();
    assertThat(ledger.malformed()).isZero();
    assertThat(ledger.unattributed()).isZero();
    assertThat(ledger.unrecorded()).isZero();
    assertThat(ledger.hookFailures()).isZero();
    assertThat(ledger.delivered()).isEqualTo(ledger.emitted());
    // Forks, execs and exits; nothing else is in this JVM's tree.
    assertThat(ledger.emitted()).isEqualTo(2 * SPAWNS + trace.execs().size());
    // The machine's other processes go on while the counters are read one by one.
    assertThat(ledger.emitted() + ledger.filtered() + ledger.lost())
        .isCloseTo(ledger.seen(), within(20L));
  }
}
