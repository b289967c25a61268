package io.github.exectrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.Errno;
import io.github.exectrace.faults.Subject.Outcome;
import io.github.exectrace.faults.Subject.Phase;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails again and again while tracing goes on, or belongs together. */
@Privileged
class RunTimeFaultTest {
  private static final long SHORTEST_WAIT_MILLIS = 20;

  @TempDir private Path scratch;
  private Subject subject;

  @BeforeEach
  void start() throws IOException {
    subject = new Subject(scratch, "");
  }

  @AfterEach
  void end() {
    subject.close();
  }

  @Test
  void aSystemThatDoesNotWaitMakesNoThreadSpin() throws IOException {
    subject.record(); // makes ready what later ones need no time for
    long begin = System.nanoTime();
    var outcome = subject.record(Phase.WORK, Fault.always("agent epoll_wait", Errno.EBADF));
    long waits = Duration.ofNanos(System.nanoTime() - begin).toMillis() / SHORTEST_WAIT_MILLIS;

    checkAllRecorded(outcome);
    assertThat(outcome.fired()).isBetween(1L, waits + 1);
  }

  /** The counters are memory shared with the kernel, so no system call can keep them away. */
  @Test
  void theLedgerIsReadWithoutBpfCalls() throws IOException {
    var outcome =
        subject.record(Phase.CLOSE, Fault.always("agent bpf_map_lookup_elem", Errno.ENOMEM));

    checkAllRecorded(outcome);
    assertThat(outcome.left()).isEqualTo("[]");
  }

  @Test
  void whatCannotBeClosedProperlyIsClosed() throws IOException {
    var outcome = subject.record(Phase.CLOSE, Fault.always("agent close", Errno.EIO));

    checkAllRecorded(outcome);
    assertThat(outcome.left()).isEqualTo("[]");
  }

  @Test
  void aJvmWithTooFewDescriptorsSaysSoAndLaterTraces() throws IOException {
    for (int i = 0; i < 2; i++) {
      var outcome = subject.recordWithDescriptors(2);
      var statistics = outcome.trace().lastStatistics();
      assertThat(statistics.reason()).contains("ulimit -n");
      assertThat(statistics.mode()).isEqualTo("java");
      assertThat(outcome.trace().spawns()).hasSize(4);
      assertThat(outcome.errors()).hasSizeLessThanOrEqualTo(1);
      assertThat(outcome.left()).isEqualTo("[]");
    }
    checkAllRecorded(subject.recordWithDescriptors(100));
  }

  private static void checkAllRecorded(Outcome outcome) {
    assertThat(outcome.errors()).isEmpty();
    var statistics = outcome.trace().lastStatistics();
    assertThat(statistics.mode()).isEqualTo("kernel");
    assertThat(statistics.reason()).isNull();
    assertThat(statistics.delivered()).isEqualTo(statistics.emitted()).isPositive();
    assertThat(outcome.trace().programs()).hasSize(4);
    assertThat(outcome.trace().exits()).hasSize(6);
  }
}
