package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.Ledger;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.ProcessEvent.Exit;
import io.github.exectrace.tracer.ProcessEvent.Fork;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More living processes than the kernel program's table has room for are losses, each counted. */
@Privileged
class ProcessLimitTest {
  private static final int LIMIT = 4; // this JVM, the shell and two more
  private static final int CHILDREN = 12;
  private static final int UNTRACKED = CHILDREN - (LIMIT - 2);

  /** Processes that are alive at the same time, each executing a program, and its shell. */
  private static final String CHILDREN_AT_ONCE =
      "i=0; while [ $i -lt %d ]; do %s & i=$((i+1)); done; wait";

  private static TracerOptions small() {
    return TracerOptions.defaults().withProcessLimit(LIMIT).with(Kind.FORK, true);
  }

  private static void runAtOnce(String command) {
    Command.run("/bin/sh", "-c", CHILDREN_AT_ONCE.formatted(CHILDREN, command));
  }

  private static List<ProcessEvent> drain(Tracer tracer) {
    var seen = new ArrayList<ProcessEvent>();
    tracer.drain(seen::add);
    return seen;
  }

  private static long count(List<ProcessEvent> seen, Class<?> kind) {
    return seen.stream().filter(kind::isInstance).count();
  }

  private static void checkBalances(Ledger ledger) {
    assertThat(List.of(ledger.forks(), ledger.execs(), ledger.exits(), ledger.adoptions()))
        .allMatch(Ledger.Account::balances);
  }

  @Test
  void whatCannotBeFollowedIsLostAndNotFiltered() throws IOException {
    try (var tracer = Tracer.open(small())) {
      long before = tracer.ledger().execs().lostNoBuffer();
      runAtOnce("sleep 1");
      tracer.stop();
      var seen = drain(tracer);

      var ledger = tracer.ledger();
      checkBalances(ledger);
      assertThat(before).isZero();
      assertThat(ledger.untrackedProcesses()).isEqualTo(UNTRACKED);
      assertThat(ledger.execs().lostNoBuffer()).isEqualTo(UNTRACKED);
      assertThat(ledger.exits().lostNoBuffer()).isEqualTo(UNTRACKED);
      assertThat(ledger.forks().lostNoBuffer()).isZero(); // their parent is known
      assertThat(count(seen, Fork.class)).isEqualTo(1 + CHILDREN);
      assertThat(execsOf(seen, "sleep")).isEqualTo(CHILDREN - UNTRACKED);
      assertThat(count(seen, Exit.class)).isEqualTo(1 + CHILDREN - UNTRACKED);
    }
  }

  private static long execsOf(List<ProcessEvent> seen, String name) {
    return seen.stream()
        .filter(
            event ->
                event instanceof Exec exec && exec.arguments().toCommandLine().startsWith(name))
        .count();
  }

  @Test
  void soIsWhatThoseStartInTurn() throws IOException {
    try (var tracer = Tracer.open(small())) {
      // The inner shell starts another process, which it waits for.
      runAtOnce("sh -c 'sleep 1; exit 0'");
      tracer.stop();

      var ledger = tracer.ledger();
      checkBalances(ledger);
      // Two of the inner shells are known, and their children are not.
      assertThat(ledger.untrackedProcesses()).isEqualTo(UNTRACKED + CHILDREN);
      assertThat(ledger.forks().lostNoBuffer()).isEqualTo(UNTRACKED);
      assertThat(ledger.execs().lostNoBuffer()).isEqualTo(UNTRACKED + CHILDREN);
      assertThat(ledger.exits().lostNoBuffer()).isEqualTo(UNTRACKED + CHILDREN);
    }
  }

  @Test
  void whatComesLaterIsFollowedAgain() throws IOException {
    try (var tracer = Tracer.open(small())) {
      runAtOnce("sleep 0.3");
      drain(tracer);
      Command.run("/bin/sh", "-c", "/bin/true; exit 0");
      tracer.stop();
      var seen = drain(tracer);

      assertThat(count(seen, Fork.class)).isEqualTo(2);
      assertThat(execsOf(seen, "/bin/true")).isEqualTo(1);
      assertThat(count(seen, Exit.class)).isEqualTo(2);
      assertThat(tracer.ledger().untrackedProcesses()).isEqualTo(UNTRACKED);
    }
  }

  @Test
  void descendantsThatLiveAlreadyAreCountedEachOnce() throws Exception {
    var shell =
        new ProcessBuilder("/bin/sh", "-c", CHILDREN_AT_ONCE.formatted(CHILDREN, "sleep 100"))
            .redirectErrorStream(true)
            .start();
    try {
      while (shell.descendants().count() < CHILDREN) {
        Thread.sleep(10);
      }
      try (var tracer = Tracer.open(small())) {
        assertThat(tracer.ledger().untrackedProcesses()).isEqualTo(UNTRACKED);
        assertThat(tracer.ledger().adoptions().seen()).isEqualTo(1 + CHILDREN - UNTRACKED);
        var children = shell.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        shell.waitFor();
        tracer.stop();

        checkBalances(tracer.ledger());
        assertThat(tracer.ledger().exits().lostNoBuffer()).isEqualTo(UNTRACKED);
      }
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  @Test
  void inTheWholeSystemTheirExitsAreMissing() throws IOException {
    var options = small().withScope(new Scope.WholeSystem());
    try (var tracer = Tracer.open(options)) {
      runAtOnce("sleep 1");
      tracer.stop();
      var seen = drain(tracer);

      var ledger = tracer.ledger();
      checkBalances(ledger);
      assertThat(execsOf(seen, "sleep")).isGreaterThanOrEqualTo(CHILDREN);
      assertThat(ledger.untrackedProcesses()).isGreaterThanOrEqualTo(UNTRACKED);
      assertThat(ledger.exits().lostNoBuffer()).isGreaterThanOrEqualTo(UNTRACKED);
    }
  }

  @Test
  void moreThanOnceWereFollowedAtAllAre() throws IOException {
    try (var tracer = Tracer.open(TracerOptions.defaults())) {
      runAtOnce("sleep 0.1");
      tracer.stop();

      assertThat(tracer.ledger().untrackedProcesses()).isZero();
      assertThat(tracer.ledger().execs().lostNoBuffer()).isZero();
    }
  }

  @Test
  void aLimitOutOfRangeIsRefused() {
    for (int limit : List.of(-1, TracerOptions.MAX_PROCESS_LIMIT + 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TracerOptions.defaults().withProcessLimit(limit))
          .withMessageContaining("process limit")
          .withMessageContaining(Integer.toString(limit));
    }
  }
}
