package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line answers to wrong usage and missing rights. */
class UsageTest {
  @TempDir private Path scratch;

  @ParameterizedTest
  @CsvSource({
    "trace --nonsense, --nonsense",
    "--nonsense, --nonsense",
    "nonsense, nonsense",
    "trace --output xml, xml",
    "trace --uid nobody, nobody",
    "run, COMMAND",
    "run --output xml true, xml",
    "trace --max-args 65537, 65537",
    "trace --ring 1000000, power of two",
    "run --ring 1000000 true, power of two",
  })
  void wrongUsageIsToldInASentence(String arguments, String mentioned) {
    var ended = Jvm.commandLine(scratch, arguments.split(" ", -1)).run();

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("exectrace: ").contains(mentioned, "--help");
    assertThat(ended.err()).doesNotContain("Exception", "\tat ");
    assertThat(ended.err().lines().count()).isLessThanOrEqualTo(3);
  }

  @Privileged // to have something to give up
  @ParameterizedTest
  @ValueSource(strings = {"trace", "run true"})
  void withoutRightsTheCapabilitiesAreNamed(String arguments) {
    var ended =
        Jvm.commandLine(scratch, arguments.split(" ", -1))
            .under(Requirement.program("setpriv"), "--bounding-set=-all", "--inh-caps=-all")
            .run();

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("exectrace: ").contains("CAP_BPF", "CAP_PERFMON", "root");
  }

  @Test
  void helpIsNoError() {
    var ended = Jvm.commandLine(scratch, "--help").run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).contains("trace", "run", "Exit codes:");
    assertThat(ended.err()).isEmpty();
  }
}
