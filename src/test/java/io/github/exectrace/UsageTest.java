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
  void wrongUsageIsExplainedInASentence(String arguments, String mentioned) {
    var ended = Jvm.commandLine(scratch, arguments.split(" ", -1)).run();

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("exectrace: ").contains(mentioned, "--help");
    assertThat(ended.err()).doesNotContain("Exception", "\tat ");
    assertThat(ended.err().lines().count()).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--\u001b[2J\nexectrace: fine\u202e",
        "--uid|\u001b[2J\nexectrace: fine\u3164",
        "--output|\u001b[2J\nexectrace: fine",
        "--ring|\u2028\u001b[2J\nexectrace: fine",
        "run|--output|\u001b[2J\nexectrace: fine|true",
        "run|/no/such\u001b[2J\nexectrace: fine",
        "sidecar|--label|\u001b[2J\nexectrace: fine",
        "sidecar|--startup-timeout|\u001b[2J\nexectrace: fine",
        "sidecar|--init-address|\u001b[2J\nexectrace: fine",
        "trace|--redaction|(\u001b[2J\nexectrace: fine",
        "trace|--redaction|@/no/such\u001b[2J\nexectrace: fine",
        "attach|\u001b[2J\nexectrace: fine",
        "report|/no/such\u001b[2J\nexectrace: fine",
        "jfc|-o|/no/such\u001b[2J\nexectrace: fine",
        "\u001b[2J\nexectrace: fine",
      })
  void whatWasGivenIsShownAndNotObeyed(String arguments) {
    for (var locale : new String[] {"C.UTF-8", "C"}) {
      var ended =
          Jvm.commandLine(scratch, arguments.split("\\|", -1)).environment("LC_ALL", locale).run();

      assertThat(ended.exitCode()).as(ended.err()).isPositive();
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).matches("[ -~\n\ufffd]*").contains("\\x1b[2J\\nexectrace: fine");
      assertThat(ended.err().lines().filter(line -> line.startsWith("exectrace: "))).hasSize(1);
      assertThat(ended.err()).doesNotContain("Exception", "\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"report|größe.jfr", "report|x.jfr|-o|größe", "jfc|-o|no/größe"})
  void aFileThatTheLocaleCannotNameIsNamedInASentence(String arguments) {
    var ended =
        Jvm.commandLine(scratch, arguments.split("\\|", -1)).environment("LC_ALL", "C").run();

    assertThat(ended.exitCode()).as(ended.err()).isPositive();
    assertThat(ended.err()).contains("LC_ALL=C.UTF-8").doesNotContain("Exception", "\tat ");
    assertThat(ended.err().lines().filter(line -> line.startsWith("exectrace: "))).hasSize(1);
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
