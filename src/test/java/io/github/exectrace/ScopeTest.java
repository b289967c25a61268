package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.EndOnRequest;
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
  private Trace traceBesideAnUnrelatedProgram(String scope) {
    var jvm = Jvm.running(scratch, EndOnRequest.class).traced("scope=" + scope);
    try (var running = jvm.start()) {
      running.awaitLine("ready");
      Command.run("/bin/echo", "someone else's");
      EndOnRequest.request(scratch);
      var ended = running.end(Duration.ofSeconds(30));
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.err()).isEmpty();
      return ended.trace();
    }
  }

  private static boolean sawTheUnrelated(Trace trace) {
    return trace.execs().stream()
        .anyMatch(exec -> "/bin/echo 'someone else'\\''s'".equals(exec.commandLine()));
  }

  @Test
  void ofTheJvmItsOwnProcessesOnly() {
    var trace = traceBesideAnUnrelatedProgram("jvm");

    assertThat(sawTheUnrelated(trace)).isFalse();
    assertThat(trace.programs()).hasSize(2);
    assertThat(trace.lastStatistics().filtered()).isPositive();
  }

  @Test
  void ofTheSystemAStrangerToo() {
    var trace = traceBesideAnUnrelatedProgram("system");

    var unrelated =
        trace.program(exec -> "/bin/echo 'someone else'\\''s'".equals(exec.commandLine()));
    assertThat(unrelated.depth()).isZero();
    assertThat(unrelated.origin().spawnId()).isZero();
    assertThat(unrelated.origin().threadName()).isNull();
    assertThat(trace.exitOf(unrelated.pid()).exitCode()).isZero();
    assertThat(trace.lastStatistics().unattributed()).isZero();
  }

  @Test
  void ofThePidNamespaceAStrangerInItToo() {
    assertThat(sawTheUnrelated(traceBesideAnUnrelatedProgram("pidns"))).isTrue();
  }
}
