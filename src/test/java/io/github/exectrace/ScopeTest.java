package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.UntilTold;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes are recorded. */
@Privileged
class ScopeTest {
  @TempDir private Path scratch;

  /** Runs a program beside the traced JVM, which has nothing to do with it. */
  private Trace traceBesideAStranger(String scope) {
    var jvm = Jvm.running(scratch, UntilTold.class).traced("scope=" + scope);
    try (var running = jvm.start()) {
      running.awaitLine("ready");
      Command.run("/bin/echo", "a stranger's");
      UntilTold.tell(scratch);
      var ended = running.end(Duration.ofSeconds(30));
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.err()).isEmpty();
      return ended.trace();
    }
  }

  private static boolean sawTheStranger(Trace trace) {
    return trace.execs().stream()
        .anyMatch(exec -> "/bin/echo 'a stranger'\\''s'".equals(exec.commandLine()));
  }

  @Test
  void ofTheJvmItsOwnProcessesOnly() {
    var trace = traceBesideAStranger("jvm");

    assertThat(sawTheStranger(trace)).isFalse();
    assertThat(trace.programs()).hasSize(2);
    assertThat(trace.lastStatistics().filtered()).isPositive();
  }

  @Test
  void ofTheSystemAStrangerToo() {
    var trace = traceBesideAStranger("system");

    var stranger = trace.program(exec -> "/bin/echo 'a stranger'\\''s'".equals(exec.commandLine()));
    assertThat(stranger.depth()).isZero();
    assertThat(stranger.origin().spawnId()).isZero();
    assertThat(stranger.origin().threadName()).isNull();
    assertThat(trace.exitOf(stranger.pid()).exitCode()).isZero();
    assertThat(trace.lastStatistics().unattributed()).isZero();
  }

  @Test
  void ofThePidNamespaceAStrangerInItToo() {
    assertThat(sawTheStranger(traceBesideAStranger("pidns"))).isTrue();
  }
}
