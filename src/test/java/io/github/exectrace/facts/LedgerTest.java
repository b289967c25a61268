package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Kernel;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.Ledger;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was seen is delivered, filtered or lost, to the last event. */
@Privileged
class LedgerTest {
  /** More than the smallest ring holds; fewer where a start takes a quarter of a second. */
  private static final int BURST = Integer.getInteger("exectrace.burst", 1_000);

  private static List<ProcessEvent> drain(Tracer tracer) {
    var seen = new ArrayList<ProcessEvent>();
    tracer.drain(seen::add);
    return seen;
  }

  private static <T extends ProcessEvent> long count(List<ProcessEvent> seen, Class<T> kind) {
    return seen.stream().filter(kind::isInstance).count();
  }

  private static long lost(Ledger.Account account) {
    return account.lostRingFull() + account.lostNoBuffer();
  }

  private static void checkBalances(Ledger ledger) {
    assertThat(
            List.of(
                ledger.forks(),
                ledger.execs(),
                ledger.failedExecs(),
                ledger.exits(),
                ledger.adoptions()))
        .allMatch(Ledger.Account::balances);
  }

  /** Starts as many programs as wanted, each of them a process of its own. */
  private static void burst(int programs) {
    Command.run(
        "/bin/sh",
        "-c",
        "i=0; while [ $i -lt %d ]; do /bin/true; i=$((i+1)); done".formatted(programs));
  }

  /** The programs of a burst, their shell, and the JVM's launcher of that. */
  private static void checkIsBurst(long execs, Ledger ledger) {
    assertThat(execs).isBetween(BURST + 2 - ledger.missed(), BURST + 2L);
  }

  @Test
  void nothingIsLostAndAllKindsBalance() throws IOException {
    var options = TracerOptions.defaults().withScope(new Scope.WholeSystem()).with(Kind.FORK, true);
    try (var tracer = Tracer.open(options)) {
      burst(200);
      tracer.stop();
      var seen = drain(tracer);

      var ledger = tracer.ledger();
      checkBalances(ledger);
      assertThat(lost(ledger.total())).isZero();
      assertThat(ledger.untrackedProcesses()).isZero();
      assertThat(tracer.malformed()).isZero();
      assertThat(tracer.delivered()).isEqualTo(seen.size());
      assertThat(ledger.forks().emitted()).isEqualTo(count(seen, ProcessEvent.Fork.class));
      assertThat(ledger.execs().emitted()).isEqualTo(count(seen, Exec.class)).isGreaterThan(200);
      assertThat(ledger.exits().emitted()).isEqualTo(count(seen, ProcessEvent.Exit.class));
    }
  }

  /** A kernel that preempts tracepoints may miss some, and the ledger then knows of it. */
  @Test
  void whatManyStartAtOnceIsSeenOrKnownToBeMissed() throws IOException {
    var mark = "started-by-" + ProcessHandle.current().pid();
    var large =
        TracerOptions.defaults()
            .withRingBytes(16 << 20)
            .withScope(new Scope.WholeSystem())
            .with(Kind.EXIT, false);
    try (var tracer = Tracer.open(large)) {
      Command.run(
          "/bin/sh",
          "-c",
          "for s in 1 2 3 4; do (i=0; while [ $i -lt %d ]; do /bin/true %s; i=$((i+1)); done) & done; wait"
              .formatted(BURST / 4, mark));
      tracer.stop();
      long seen =
          drain(tracer).stream()
              .filter(event -> event instanceof Exec exec && exec.executable().is("/bin/true"))
              .filter(event -> ((Exec) event).arguments().toCommandLine().endsWith(mark))
              .count();

      var ledger = tracer.ledger();
      assertThat(lost(ledger.total())).isZero();
      assertThat(4L * (BURST / 4) - seen).isBetween(0L, ledger.missed());
    }
  }

  @Test
  void failedExecsBalanceToo() throws IOException {
    Kernel.needFailedExecs();
    var options =
        TracerOptions.defaults().withScope(new Scope.WholeSystem()).with(Kind.FAILURE, true);
    try (var tracer = Tracer.open(options)) {
      Command.run("/bin/sh", "-c", "/no/such/program");
      tracer.stop();
      var seen = drain(tracer);

      var ledger = tracer.ledger();
      checkBalances(ledger);
      assertThat(lost(ledger.total())).isZero();
      assertThat(tracer.delivered()).isEqualTo(seen.size());
      assertThat(ledger.failedExecs().emitted())
          .isEqualTo(count(seen, ProcessEvent.ExecFailed.class))
          .isPositive();
    }
  }

  @Test
  void whatIsOutOfScopeIsFiltered() throws IOException {
    // A tree without anything in it: what this JVM starts does not belong to it.
    try (var tracer =
        Tracer.open(TracerOptions.defaults().withScope(new Scope.ProcessTree(strangersPid())))) {
      Command.run("/bin/true");
      tracer.stop();

      assertThat(drain(tracer)).isEmpty();
      var ledger = tracer.ledger();
      checkBalances(ledger);
      assertThat(ledger.execs().filtered()).isGreaterThanOrEqualTo(2); // the launcher, too
      assertThat(ledger.execs().emitted()).isZero();
    }
  }

  /** The pid of a process that has been, and so of no one. */
  private static int strangersPid() throws IOException {
    return Integer.parseInt(Command.run("/bin/sh", "-c", "echo $$").strip());
  }

  @Test
  void aStalledReaderLosesACountedNumberAndRecovers() throws IOException {
    var small = TracerOptions.defaults().withRingBytes(TracerOptions.MIN_RING_BYTES);
    try (var tracer = Tracer.open(small)) {
      burst(BURST);
      long lost = lost(tracer.ledger().total());
      var before = drain(tracer);
      Command.run("/bin/echo", "after");
      tracer.stop();
      var after = drain(tracer);

      assertThat(lost).isPositive();
      assertThat(before).isNotEmpty();
      assertThat(after)
          .filteredOn(event -> event instanceof Exec exec && exec.executable().is("/bin/echo"))
          .hasSize(1);
      var ledger = tracer.ledger();
      checkBalances(ledger);
      assertThat(lost(ledger.total())).isEqualTo(lost);
      assertThat(count(before, Exec.class) + ledger.execs().lostRingFull())
          .isEqualTo(ledger.execs().seen() - ledger.execs().filtered() - count(after, Exec.class));
      checkIsBurst(count(before, Exec.class) + ledger.execs().lostRingFull(), ledger);
      assertThat(tracer.delivered()).isEqualTo(before.size() + after.size());
    }
  }

  @Test
  void aRingOf16MebibytesHoldsTwentyThousandExecs() throws IOException {
    var large = TracerOptions.defaults().withRingBytes(16 << 20).with(Kind.EXIT, false);
    try (var tracer = Tracer.open(large)) {
      burst(BURST);
      var seen = drain(tracer);
      tracer.stop();

      assertThat(lost(tracer.ledger().total())).isZero();
      checkIsBurst(count(seen, Exec.class), tracer.ledger());
      assertThat(tracer.ringHighWater() / (BURST + 2)).isLessThan((16 << 20) / 20_000);
    }
  }
}
