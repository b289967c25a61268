package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.RecordsLater;
import io.github.exectrace.events.SpawnIds;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application had started before the recording is in it from then on. */
@Privileged
class AdoptionTest {
  private static final String WAIT = ": > up-$1; until test -e go; do /bin/sleep 0.05; done; ";

  @TempDir private Path scratch;

  private Ended run(String agentOptions, String... scripts) {
    var ended =
        Jvm.running(scratch, RecordsLater.class).agent(agentOptions).arguments(scripts).run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    return ended;
  }

  private static int pid(Ended ended, int shell) {
    var line = ended.lines().get(shell);
    return Integer.parseInt(line.substring(0, line.indexOf(' ')));
  }

  @Test
  void aLivingDescendantIsTracedFromThenOn() throws IOException {
    var before = Instant.now();
    var ended =
        run("", "sh -c '" + WAIT.replace("$1", "0") + "/bin/echo deep; exit 3'; exit 4", WAIT);
    var trace = ended.trace();

    var outer = adopted(trace, pid(ended, 0));
    var inner = trace.adoptedEndingWith("exit 3'");
    assertThat(outer.depth()).isEqualTo(1);
    assertThat(inner.depth()).isEqualTo(2);
    assertThat(inner.parentPid()).isEqualTo(outer.pid());
    assertThat(inner.executable()).isEqualTo(Path.of("/bin/sh").toRealPath().toString());
    assertThat(inner.workingDirectory()).isEqualTo(scratch.toRealPath().toString());
    assertThat(inner.processStart()).isBetween(before.minusMillis(20), Instant.now());
    int id = outer.origin().spawnId();
    assertThat(id).isGreaterThan(SpawnIds.FIRST_OF_KERNEL);
    assertThat(inner.origin().spawnId()).isEqualTo(id);
    // Another start is another id.
    var second = adopted(trace, pid(ended, 1));
    assertThat(second.origin().spawnId()).isNotEqualTo(id);

    var deep = trace.programEndingWith("/bin/echo deep");
    assertThat(deep.depth()).isEqualTo(3);
    assertThat(deep.parentPid()).isEqualTo(inner.pid());
    var ends = Stream.of(deep.pid(), inner.pid(), outer.pid()).map(trace::exitOf).toList();
    assertThat(ends).extracting(Trace.Exit::exitCode).containsExactly(0, 3, 4);
    assertThat(ends).extracting(Trace.Exit::depth).containsExactly(3, 2, 1);
    assertThat(ends)
        .extracting(Trace.Exit::commandLine)
        .containsExactly("/bin/echo deep", inner.commandLine(), outer.commandLine());
    assertThat(Stream.concat(ends.stream().map(Trace.Exit::origin), Stream.of(deep.origin())))
        .containsOnly(outer.origin());
    assertThat(outer.origin()).isEqualTo(new Trace.Origin(id, null, -1, null));
  }

  private static Trace.Adopted adopted(Trace trace, int pid) {
    var found = trace.adopted().stream().filter(each -> each.pid() == pid).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void theLedgerBalancesAndNewStartsKeepTheirThread() {
    var trace = run("", WAIT, WAIT).trace();

    var ledger = trace.lastStatistics();
    assertThat(ledger.adopted()).isEqualTo(trace.adopted().size()).isGreaterThanOrEqualTo(2);
    assertThat(ledger.seen()).isEqualTo(ledger.emitted() + ledger.filtered() + ledger.lost());
    assertThat(ledger.delivered()).isEqualTo(ledger.emitted());
    assertThat(ledger.untracked()).isZero();
    var own = trace.programEndingWith("/bin/true");
    assertThat(own.origin().threadName()).isEqualTo("main");
    assertThat(own.origin().spawnId()).isEqualTo(trace.spawns().getFirst().spawnId());
  }

  @Test
  void theArgumentPolicyHoldsForItToo() {
    var ended = run("args=first", WAIT + "exit 0 'a-secret'");
    var trace = ended.trace();

    var shell = adopted(trace, pid(ended, 0));
    assertThat(shell.commandLine()).isEqualTo("sh");
    assertThat(trace.exitOf(shell.pid()).commandLine()).isEqualTo("sh");
  }
}
