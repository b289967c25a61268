package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.EndOnRequest;
import io.github.exectrace.harness.BpfResources;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a JVM ends, the kernel is free of the tracer, and what was recorded is not lost. */
@Privileged
class EndingsTest {
  private static final Duration LONGEST_END = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLEANING = Duration.ofSeconds(2);

  @TempDir private Path scratch;

  @ParameterizedTest
  @CsvSource({"normally, 0", "exit, 3", "exception, 1"})
  void anEndByItselfLeavesARecordingAndNothingInTheKernel(String way, int exitCode) {
    var ended = end(way, ignored -> EndOnRequest.request(scratch));

    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.notices()).isEmpty();
    checkRecorded(ended.trace());
  }

  @Test
  void sigtermLeavesARecordingAndNothingInTheKernel() {
    var ended = end("normally", running -> running.signal("TERM"));

    assertThat(ended.exitCode()).isEqualTo(128 + 15);
    checkRecorded(ended.trace());
  }

  @Test
  void sigkillLeavesNothingInTheKernel() {
    assertThat(end("normally", running -> running.signal("KILL")).exitCode()).isEqualTo(128 + 9);
  }

  @Test
  void haltLeavesNothingInTheKernel() {
    assertThat(end("halt", ignored -> EndOnRequest.request(scratch)).exitCode()).isEqualTo(4);
  }

  private Ended end(String way, Consumer<Running> trigger) {
    try (var running =
        Jvm.running(scratch, EndOnRequest.class).arguments(way).traced("failures=direct").start()) {
      running.awaitLine("ready");
      var held = BpfResources.of(running.pid());
      assertThat(held.programs().values()).contains("on_fork", "on_exec", "on_exit");
      assertThat(held.maps().values()).contains("ring", "marks", "exectrac.rodata");

      trigger.accept(running);
      var ended = running.end(LONGEST_END);
      Waiting.upTo(LONGEST_CLEANING, () -> held.left().isEmpty());
      assertThat(held.left()).matches(BpfResources::isEmpty);
      return ended;
    }
  }

  private static void checkRecorded(Trace trace) {
    assertThat(trace.spawns()).hasSize(2);
    assertThat(trace.programs())
        .extracting(Exec::commandLine)
        .containsExactlyInAnyOrder("/bin/true", "/bin/sleep 4");
    // The other one is still running.
    assertThat(trace.exits()).hasSize(1);
    var ledger = trace.lastStatistics();
    assertThat(ledger.delivered()).isEqualTo(ledger.emitted());
  }
}
