package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.ForbidsBpf;
import io.github.exectrace.app.TooLongStarts;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option does what it says. */
@Privileged
class OptionsTest {
  /** Most machines mount it, and containers do not: the agent must not need that. */
  private static final String TRACEFS = "/sys/kernel/tracing";

  @TempDir private Path scratch;

  private Ended run(String option, String... command) {
    return run(Jvm.running(scratch, Commands.class).arguments(command).traced(option));
  }

  private static Ended run(Jvm jvm) {
    var ended = jvm.run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    return ended;
  }

  @Test
  void failedExecsObeyTheArgumentLimit() {
    var trace =
        run("failures=all,argbytes=0", "sh", "-c", "/no/such/program secret 'an argument'; :")
            .trace();

    var failed = trace.program(exec -> exec.depth() == 2);
    assertThat(failed.argumentCount()).isEqualTo(3);
    assertThat(failed.argumentBytes()).isEqualTo("/no/such/program secret an argument ".length());
    assertThat(failed.truncated()).isTrue();
    assertThat(failed.commandLine()).isEqualTo("…");
  }

  @Test
  void whatHasNoRoomInTheRingIsCutAndNotLost() {
    var trace = run("ring=64k,argbytes=8k", "/bin/echo", "small").trace();
    assertThat(trace.lastStatistics().lost()).isZero();

    var settings = Jvm.running(scratch, Commands.class);
    var ended =
        settings.arguments("/bin/echo", "x".repeat(100_000)).traced("ring=64k,argbytes=64k").run();
    assertThat(ended.err().lines()).singleElement().asString().contains("a ring of 65536 bytes");
  }

  @Test
  void theAccountIsCompleteThoughTheApplicationForbidsItselfBpf() {
    var trace =
        run(Jvm.running(scratch, ForbidsBpf.class)
                .flags("--enable-native-access=ALL-UNNAMED")
                .traced(""))
            .trace();

    var last = trace.lastStatistics();
    assertThat(last.reason()).isNull();
    assertThat(last.delivered()).isEqualTo(last.emitted()).isGreaterThan(ForbidsBpf.PROGRAMS);
    assertThat(last.seen()).isEqualTo(last.emitted() + last.filtered() + last.lost());
    assertThat(trace.programs()).hasSize(1 + ForbidsBpf.PROGRAMS);
  }

  @Test
  void aStartThatIsTooLongSaysWhatOfItIs() {
    var trace = run(Jvm.running(scratch, TooLongStarts.class).traced("")).trace();

    assertThat(trace.spawns()).hasSize(3).allMatch(spawn -> spawn.errno() == 7);
    assertThat(trace.spawns().get(0).error())
        .contains("(Argument list too long): an argument of 200001 bytes is too long (arguments ");
    assertThat(trace.spawns().get(1).error())
        .contains("the arguments are too large (arguments 60000")
        .contains(", environment ");
    assertThat(trace.spawns().get(2).error())
        .contains("an environment variable of 200010 bytes is too long");
  }

  @Test
  void failedExecsOfAShellAreRecordedWithFailuresAll() {
    var trace =
        run(Jvm.running(scratch, Commands.class)
                .under(Namespaces.hiding(TRACEFS))
                .arguments("sh", "-c", "/no/such/program 'an argument'; :")
                .traced("failures=all"))
            .trace();

    var failed = trace.program(exec -> exec.depth() == 2);
    assertThat(failed.succeeded()).isFalse();
    assertThat(failed.errno()).isEqualTo(2);
    assertThat(failed.executable()).isEqualTo("/no/such/program");
    assertThat(failed.commandLine()).isEqualTo("/no/such/program 'an argument'");
    assertThat(failed.argumentCount()).isEqualTo(2);
    assertThat(failed.truncated()).isFalse();
    assertThat(failed.depth()).isEqualTo(2);
    assertThat(failed.origin().spawnId()).isEqualTo(trace.spawns().getFirst().spawnId());
    assertThat(failed.origin().threadName()).isEqualTo("main");
    assertThat(trace.exitOf(failed.pid()).exitCode()).isEqualTo(127);
  }

  @Test
  void failedExecsOfAShellAreNotRecordedOtherwise() {
    var trace = run("failures=direct", "sh", "-c", "/no/such/program; :").trace();

    assertThat(trace.programs()).hasSize(1).allMatch(exec -> exec.succeeded());
    assertThat(trace.exits()).hasSize(2);
  }

  @Test
  void argsFirstKeepsOnlyTheProgramsName() {
    var trace = run("args=first", "/bin/echo", "secret").trace();

    assertThat(trace.spawns().getFirst().commandLine()).isEqualTo("/bin/echo");
    assertThat(trace.programs().getFirst().commandLine()).isEqualTo("/bin/echo");
    assertThat(trace.exits().getFirst().commandLine()).isEqualTo("/bin/echo");
  }

  @Test
  void argsNoneKeepsNoArguments() {
    var trace = run("args=none", "/bin/echo", "secret").trace();

    assertThat(trace.spawns().getFirst().commandLine()).isNull();
    assertThat(trace.programs().getFirst().commandLine()).isNull();
    assertThat(trace.exits().getFirst().commandLine()).isNull();
    assertThat(trace.programs().getFirst().executable()).isEqualTo("/bin/echo");
  }

  @Test
  void argbytesSetsHowMuchIsCaptured() {
    var trace = run("argbytes=12", "/bin/echo", "abcdef").trace();

    assertThat(trace.programs().getFirst().commandLine()).isEqualTo("/bin/echo ab …");
    assertThat(trace.programs().getFirst().argumentBytes()).isEqualTo(17);
    assertThat(trace.spawns().getFirst().commandLine()).isEqualTo("/bin/echo ab …");
  }

  @Test
  void argbytesCanBeTheMostThereIs() {
    var argument = "y".repeat(60_000);
    var trace = run("argbytes=64k", "/bin/echo", argument).trace();

    assertThat(trace.programs().getFirst().commandLine()).isEqualTo("/bin/echo " + argument);
    assertThat(trace.programs().getFirst().truncated()).isFalse();
  }

  @Test
  void ringSetsTheSizeOfTheBuffer() {
    var trace = run("ring=64k", "/bin/echo", "small").trace();

    assertThat(trace.lastStatistics().ringSize()).isEqualTo(64 << 10);
    assertThat(trace.programs()).hasSize(1);
  }

  @Test
  void modeJavaRecordsStartsAlone() {
    var trace = run("mode=java", "/bin/echo", "java").trace();

    assertThat(trace.spawns()).hasSize(1);
    assertThat(trace.execs()).isEmpty();
    assertThat(trace.lastStatistics().mode()).isEqualTo("java");
  }
}
