package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.FiltersItself;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seccomp filters that end who calls what tracing takes: the application does not come to harm. */
@Privileged
class SeccompTest {
  private static final Duration LONGEST = Duration.ofSeconds(40);

  @TempDir private Path scratch;

  private Jvm application(String action, String call, String... options) {
    return Jvm.running(scratch, Commands.class)
        .under(CProgram.path("with_filter"), action, call)
        .flags("-Dexit=7")
        .arguments("sh", "-c", "exit 5")
        .traced(options);
  }

  private static void checkRan(Ended ended) {
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(7);
    assertThat(ended.lines()).singleElement().asString().endsWith(" 5");
    assertThat(ended.trace().spawns()).hasSize(1);
    assertThat(ended.trace().nativeSpawns()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "kill_process, bpf",
    "kill_thread, bpf",
    "trap, bpf",
    "kill_process, memfd_create",
    "kill_process, process_vm_readv",
    "kill_thread, eventfd2",
  })
  void aFilterThatKillsIsFoundOutWithoutHarm(String action, String call) {
    var ended = application(action, call).run(LONGEST);

    checkRan(ended);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("exectrace: recording only what this JVM starts itself")
        .contains("a seccomp filter would end this process for calling " + call + "(2)");
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("java");
  }

  @ParameterizedTest
  @CsvSource({"allow, bpf", "kill_process, perf_event_open"})
  void aFilterThatIsInNobodysWayChangesNothing(String action, String call) {
    var ended = application(action, call).run(LONGEST);

    checkRan(ended);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("kernel");
    assertThat(ended.trace().lastStatistics().reason()).isNull();
  }

  @Test
  void onlyFailedExecsAreMissingWhereTracepointsKill() {
    var ended = application("kill_process", "perf_event_open", "failures=all").run(LONGEST);

    checkRan(ended);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("failed execs cannot be traced", "for calling perf_event_open(2)");
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("kernel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"doctor", "--version", "run true", "trace"})
  void theCommandLineSaysSoToo(String words) {
    var ended =
        Jvm.commandLine(scratch, words.split(" ", -1))
            .under(CProgram.path("with_filter"), "kill_process", "bpf")
            .run(LONGEST);

    assertThat(ended.exitCode()).isEqualTo(words.equals("--version") ? 0 : 1);
    assertThat(ended.out() + ended.err()).contains("would end this process for calling bpf(2)");
  }

  /** Nothing asks the kernel then any more, and neither events nor account need that. */
  @Test
  void aFilterThatComesLaterDoesNoHarm() {
    var ended =
        Jvm.running(scratch, FiltersItself.class)
            .flags("--enable-native-access=ALL-UNNAMED")
            .traced()
            .run(LONGEST);

    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(7);
    assertThat(ended.lines()).contains("filtered 0 0", "before", "after");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.trace().programEndingWith("after").origin().threadName()).isEqualTo("main");
    var statistics = ended.trace().lastStatistics();
    assertThat(statistics.delivered()).isEqualTo(statistics.emitted()).isPositive();
  }
}
