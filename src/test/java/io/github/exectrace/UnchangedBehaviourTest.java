package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Behaviour;
import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application cannot find out from its processes that it is traced. */
class UnchangedBehaviourTest {
  @Privileged
  @ParameterizedTest
  @ValueSource(strings = {"POSIX_SPAWN", "FORK"})
  void whatAnApplicationSeesOfItsProcessesIsTheSame(String mechanism, @TempDir Path scratch) {
    var flag = "-Djdk.lang.Process.launchMechanism=" + mechanism;
    var without = Jvm.running(scratch, Behaviour.class).flags(flag).run();
    var with = Jvm.running(scratch, Behaviour.class).flags(flag).traced().run();

    assertThat(without.exitCode()).as(without.out() + without.err()).isEqualTo(9);
    assertThat(with.exitCode()).isEqualTo(9);
    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.err()).isEqualTo(without.err());
    assertThat(with.trace().spawns()).hasSizeGreaterThan(30);
  }

  @Privileged
  @Test
  void norDoesItDifferWhereThreadsAreHeld(@TempDir Path scratch) {
    var without = Jvm.running(scratch, Behaviour.class).run();
    var with = Jvm.running(scratch, Behaviour.class).traced("native=exact").run();

    assertThat(with.exitCode()).isEqualTo(without.exitCode());
    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.err()).isEqualTo(without.err());
  }

  @Privileged
  @Test
  void nothingIsPrintedByDefault(@TempDir Path scratch) {
    var ended =
        Jvm.running(scratch, Commands.class)
            .arguments("/bin/true", "--", "/no/such")
            .traced()
            .run();

    assertThat(ended.err()).isEmpty();
    assertThat(ended.lines()).hasSize(2);
    assertThat(ended.trace().spawns()).hasSize(2);
  }

  /** Which it does not look at, unless a flag says so. */
  @Privileged
  @Test
  void theJvmFindsNothingWrongWithItsRewrittenClass(@TempDir Path scratch) {
    var ended =
        Jvm.running(scratch, Commands.class)
            .flags("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .arguments("/bin/true", "--", "/no/such")
            .traced()
            .run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.lines()).hasSize(2);
    assertThat(ended.trace().spawns()).hasSize(2);
  }

  @Test
  void withoutARecordingTheAgentIsSilentAndIdle(@TempDir Path scratch) {
    var ended = Jvm.running(scratch, Commands.class).arguments("/bin/true").agent("").run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void whatIsLoadedWithoutARecordingIsNextToNothing(@TempDir Path scratch) {
    var ended = Jvm.running(scratch, Commands.class).flags("-Xlog:class+load").agent("").run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("io.github.exectrace.premain.Premain")
        .contains("io.github.exectrace.app.Commands")
        .doesNotContain("io.github.exectrace.agent.Agent ", "io.github.exectrace.recording")
        // Other agents may want to see it being loaded.
        .doesNotContain("java.lang.ProcessImpl");
  }

  @Privileged
  @Test
  void aRecordingOfTheJdksOwnIsEnough(@TempDir Path scratch) {
    var jvm = Jvm.running(scratch, Commands.class);
    var ended =
        jvm.flags("-XX:StartFlightRecording:filename=" + jvm.recording(), "-Xlog:disable")
            .agent("")
            .arguments("/bin/echo", "recorded")
            .run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.trace().programEndingWith("recorded").origin().threadName()).isEqualTo("main");
    assertThat(ended.trace().spawns()).hasSize(1);
  }
}
