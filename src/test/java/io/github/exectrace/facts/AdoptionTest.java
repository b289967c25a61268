package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.exectrace.events.SpawnIds;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Waiting;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ProcessEvent.Adopted;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.ProcessEvent.Exit;
import io.github.exectrace.tracer.ProcessEvent.Fork;
import io.github.exectrace.tracer.ProcessEvent.Head;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descendants that live already when tracing begins belong to the tree like any other. */
@Privileged
class AdoptionTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Fewer where they would leave nothing of the processors to this test. */
  private static final int STORMS = Integer.getInteger("exectrace.storms", 4);

  /** Fewer where a start takes a quarter of a second. */
  private static final int EVENTS = 2 * Integer.getInteger("exectrace.burst", 1_000);

  private static final int ROUNDS = Integer.getInteger("exectrace.rounds", 5);

  /** Waits for a line of input, runs a program, and waits for another line. */
  private static Process waitingShell(String name) throws IOException {
    // The command behind it keeps the shell from becoming the last program itself.
    var script = "sh -c 'echo " + name + "; read go; /bin/echo -n go; read end; exit 4'; exit 5";
    var shell = new ProcessBuilder("sh", "-c", script).start();
    assertThat(shell.inputReader().readLine()).isEqualTo(name);
    return shell;
  }

  private static void writeLine(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private static Adopted adopted(Watch watch, long pid) {
    return watch.adopted(adopted -> adopted.head().pid() == pid);
  }

  @Test
  void whatADescendantDoesFromThenOnIsTraced() throws Exception {
    var one = waitingShell("one");
    var two = waitingShell("two");
    try (var watch = Watch.open(Watch.options())) {
      for (var shell : List.of(one, two)) {
        var child = shell.children().findFirst().orElseThrow();
        var outer = adopted(watch, shell.pid());
        var inner = adopted(watch, child.pid());
        writeLine(shell);
        var echo = watch.exec(exec -> exec.head().parentPid() == child.pid());
        writeLine(shell);
        shell.waitFor();

        int id = outer.head().spawnId();
        assertThat(id).isGreaterThan(SpawnIds.FIRST_OF_KERNEL);
        assertThat(Stream.of(outer, inner, echo).map(ProcessEvent::head).map(Head::spawnId))
            .containsOnly(id);
        assertThat(Stream.of(outer, inner, echo).map(ProcessEvent::head).map(Head::depth))
            .containsExactly(1, 2, 3);
        assertThat(inner.name()).hasToString("sh");
        var innerExit = watch.exitOf((int) child.pid());
        assertThat(innerExit.exitCode()).isEqualTo(4);
        assertThat(innerExit.executed()).isTrue();
        assertThat(innerExit.head().spawnId()).isEqualTo(id);
        assertThat(innerExit.head().startedNanos()).isEqualTo(inner.head().startedNanos());
        assertThat(watch.exitOf((int) shell.pid()).exitCode()).isEqualTo(5);
      }
      var ids = watch.matching(Adopted.class, each -> each.head().depth() == 1);
      assertThat(ids.stream().map(each -> each.head().spawnId())).doesNotHaveDuplicates();
      assertThat(watch.tracer().ledger().adoptions().seen()).isEqualTo(4);
      assertThat(watch.tracer().ledger().adoptions().balances()).isTrue();
    } finally {
      one.destroyForcibly();
      two.destroyForcibly();
    }
  }

  @Test
  void whatItIsComesFromProc() throws Exception {
    var shell = waitingShell("what it is");
    try (var watch = Watch.open(Watch.options())) {
      var program = adopted(watch, shell.pid()).program().orElseThrow();

      assertThat(Watch.texts(program.arguments().orElseThrow())).startsWith("sh", "-c").hasSize(3);
      assertThat(program.file().orElseThrow().path().text()).isEqualTo(exe(shell.pid()));
      assertThat(program.workingDirectory().orElseThrow().path().text())
          .isEqualTo(System.getProperty("user.dir"));
    } finally {
      shell.destroyForcibly();
    }
  }

  private static String exe(long pid) {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).orElseThrow();
  }

  @Test
  void ofAProcessThatHasEndedNothingIsMadeUp() throws Exception {
    var shell = waitingShell("short");
    try (var tracer = Tracer.open(Watch.options())) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly().waitFor();
      var seen = new ArrayList<Adopted>();
      tracer.drain(
          event -> {
            if (event instanceof Adopted adopted) {
              seen.add(adopted);
            }
          });

      var gone = seen.stream().filter(each -> each.head().pid() == shell.pid()).toList();
      assertThat(gone).hasSize(1);
      assertThat(gone.getFirst().program()).isEmpty();
      assertThat(tracer.isAlive(gone.getFirst().head())).isFalse();
    }
  }

  @Test
  void theLivingTreeOfAnotherProcessIsTakenIn() throws Exception {
    var shell = waitingShell("another");
    var options =
        TracerOptions.defaults().withScope(new Scope.ProcessTree(Math.toIntExact(shell.pid())));
    try (var watch = Watch.open(options)) {
      var inner = adopted(watch, shell.children().findFirst().orElseThrow().pid());
      writeLine(shell);
      var echo = watch.exec("/bin/echo");
      writeLine(shell);

      assertThat(inner.head().depth()).isEqualTo(1);
      assertThat(echo.head().depth()).isEqualTo(2);
      assertThat(echo.head().spawnId()).isEqualTo(inner.head().spawnId());
      assertThat(watch.exitOf(inner.head().pid()).exitCode()).isEqualTo(4);
      assertThat(watch.matching(Adopted.class, ignored -> true)).hasSize(1);
    } finally {
      shell.destroyForcibly();
    }
  }

  /**
   * Every process of the tree is announced once, by its fork or by its adoption, before anything
   * else is reported of it; and each that was announced ends once. So none was missed, none was
   * taken in twice or under another id, and none stays behind.
   */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void whileProcessesBeginAndEndNoneIsMissedOrTakenInTwice() throws Exception {
    var options = TracerOptions.defaults().withRingBytes(64 << 20).with(Kind.FORK, true);
    int wholeRounds = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var storms = startStorms();
      var seen = new ArrayList<ProcessEvent>();
      long missed;
      try (var tracer = Tracer.open(options)) {
        assertThat(Waiting.upTo(LONG, () -> tracer.delivered() + drain(tracer, seen) > EVENTS))
            .isTrue();
        for (var storm : storms) {
          storm.getOutputStream().close();
          storm.waitFor();
        }
        // Their last descendants outlive them; whether all have ended is checked below.
        Waiting.upTo(LONG, () -> drain(tracer, seen) == 0 && begun(seen) == ended(seen));
        tracer.stop();
        drain(tracer, seen);

        var ledger = tracer.ledger();
        missed = ledger.missed();
        assertThat(ledger.total().lostRingFull()).isZero();
        assertThat(ledger.untrackedProcesses()).isZero();
        assertThat(ledger.adoptions().emitted())
            .isGreaterThanOrEqualTo(STORMS)
            .isEqualTo(seen.stream().filter(Adopted.class::isInstance).count());
      } finally {
        storms.forEach(Process::destroyForcibly);
      }
      if (missed == 0) {
        checkEachProcessHasOneLife(seen);
        wholeRounds++;
      }
    }
    assumeThat(wholeRounds).as("rounds of which the kernel missed nothing").isPositive();
  }

  /** Each makes processes that make processes, until its input ends or it is killed. */
  private static List<Process> startStorms() throws IOException {
    var storms = new ArrayList<Process>();
    for (int i = 0; i < STORMS; i++) {
      var script =
          "echo up; (while kill -0 $$; do (/bin/true & (/bin/true; :) & wait); done) & read end;"
              + " kill -9 $!; wait; exit 0";
      storms.add(new ProcessBuilder("sh", "-c", script).start());
      assertThat(storms.getLast().inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("up");
    }
    return storms;
  }

  private static long begun(List<ProcessEvent> seen) {
    return seen.stream().filter(each -> each instanceof Fork || each instanceof Adopted).count();
  }

  private static long ended(List<ProcessEvent> seen) {
    return seen.stream().filter(Exit.class::isInstance).count();
  }

  private static int drain(Tracer tracer, List<ProcessEvent> seen) {
    return tracer.drain(seen::add);
  }

  private record Life(int hostPid, long startedNanos) {
    private static Life of(ProcessEvent event) {
      return new Life(event.head().hostPid(), event.head().startedNanos());
    }
  }

  private record Lineage(int spawnId, int depth) {
    private static Lineage of(ProcessEvent event) {
      return new Lineage(event.head().spawnId(), event.head().depth());
    }
  }

  private static void checkEachProcessHasOneLife(List<ProcessEvent> seen) {
    var living = new HashMap<Life, Lineage>();
    for (var event : seen) {
      switch (event) {
        case Fork ignored -> checkBegins(living, event);
        case Adopted ignored -> checkBegins(living, event);
        case Exit ignored ->
            assertThat(living.remove(Life.of(event))).as("%s", event).isEqualTo(Lineage.of(event));
        case Exec ignored -> checkGoesOn(living, event);
        case ProcessEvent.ExecFailed ignored -> checkGoesOn(living, event);
      }
    }
    assertThat(living).isEmpty();
  }

  private static void checkBegins(Map<Life, Lineage> living, ProcessEvent event) {
    assertThat(living.put(Life.of(event), Lineage.of(event))).as("%s", event).isNull();
  }

  private static void checkGoesOn(Map<Life, Lineage> living, ProcessEvent event) {
    assertThat(living.get(Life.of(event))).as("%s", event).isEqualTo(Lineage.of(event));
  }
}
