package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.NativeStarts;
import io.github.exectrace.app.Problems;
import io.github.exectrace.app.RecordsLater;
import io.github.exectrace.app.ReusesPids;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.report.GroupKey.Failure;
import io.github.exectrace.report.RecordingReader;
import io.github.exectrace.report.Report;
import io.github.exectrace.report.ReportLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The report and the page say the same of a recording: processes, parents, ends and counts. */
@Privileged
class SameAnswerTest {
  private static final ReportLimits ALL = new ReportLimits(1_000_000, 10_000, "");
  private static final String TREE =
      "/bin/sh -c '(/bin/echo a; /bin/sh -c \"/bin/true; exit 7\" & wait) | /bin/cat; :'; exit 3";

  @TempDir private Path scratch;

  static Stream<Arguments> recordings() {
    return Stream.of(
        recording("programs", with(Commands.class, "/bin/true", "--", "/bin/echo", "one")),
        recording("shells", with(Commands.class, "/bin/sh", "-c", TREE)),
        recording("failures", folder -> failures(folder).traced("failures=all")),
        recording("failures of the JDK's alone", folder -> failures(folder).traced()),
        recording("native starts", SameAnswerTest::nativeStarts),
        recording("what lived before", SameAnswerTest::adopted),
        recording("pids that come again", SameAnswerTest::fewPids),
        recording("lost events", SameAnswerTest::lost),
        recording("the whole machine", folder -> commands(folder).traced("scope=system")),
        recording("without the kernel", folder -> commands(folder).traced("mode=java")),
        recording("kills and leftovers", with(Problems.class, "kills", "leftovers")));
  }

  private static Arguments recording(String name, Function<Path, Jvm> jvm) {
    return arguments(name, jvm);
  }

  private static Function<Path, Jvm> with(Class<?> application, String... arguments) {
    return folder -> Jvm.running(folder, application).arguments(arguments).traced();
  }

  private static Jvm commands(Path folder) {
    return Jvm.running(folder, Commands.class).arguments("/bin/sh", "-c", TREE);
  }

  private static Jvm failures(Path folder) {
    return Jvm.running(folder, Commands.class)
        .environment("PATH", folder + "/none:" + System.getenv("PATH"))
        .arguments("env", "true", "--", "no-such", "--", "env", "no-such-either", "--", "/")
        .arguments("--", "/bin/sh", "-c", "/no/a; /no/a; exec /no/b");
  }

  private static Jvm nativeStarts(Path folder) {
    return Jvm.running(folder, NativeStarts.class)
        .flags(
            "-Dnative.children=" + CProgram.library("native_children"),
            "--enable-native-access=ALL-UNNAMED")
        .traced();
  }

  private static Jvm adopted(Path folder) {
    var script =
        ": > up-$1; until test -e go; do /bin/sleep 0.05; done; /bin/sh -c 'seq 1; exit 4'";
    return Jvm.running(folder, RecordsLater.class).agent("").arguments(script, script);
  }

  private static Jvm fewPids(Path folder) {
    return Jvm.running(folder, ReusesPids.class)
        .under(Namespaces.withFewPids())
        .arguments("300")
        .traced();
  }

  private static Jvm lost(Path folder) {
    return Jvm.running(folder, Problems.class).arguments("stopped", "none").traced("ring=64k");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordings")
  void ofARecording(String name, Function<Path, Jvm> jvm) throws IOException {
    var ended = jvm.apply(scratch).run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var report = RecordingReader.read(List.of(ended.recording()), ALL, (ignored, ignoredToo) -> {});
    var model = ProcessModel.of(Recordings.load(ended.recording()));

    assertThat(Family.of(report)).isNotEmpty();
    assertThat(Family.texts(Family.of(model)))
        .containsExactlyInAnyOrderElementsOf(Family.texts(Family.of(report)));
    checkCounts(model, report);
  }

  private static void checkCounts(ProcessModel model, Report report) {
    var totals = report.totals();
    assertThat(spawns(model, Spawn.Kind.JAVA)).hasSize((int) totals.starts());
    assertThat(spawns(model, Spawn.Kind.NATIVE)).hasSize((int) totals.nativeStarts());
    assertThat(model.spawns())
        .filteredOn(each -> !each.succeeded())
        .hasSize((int) totals.failedStarts());
    assertThat(model.execs())
        .filteredOn(each -> isOfUser(each) && each.succeeded())
        .hasSize((int) totals.execs());
    assertThat(model.execs())
        .filteredOn(each -> isOfUser(each) && !each.succeeded())
        .hasSize((int) totals.failedExecs());
    var failed = report.failures().groups().stream();
    assertThat(model.execs())
        .filteredOn(each -> isOfUser(each) && !each.succeeded() && !each.isPathSearch())
        .hasSize(
            (int)
                failed
                    .filter(group -> group.key().kind() == Failure.Kind.EXEC_FAILED)
                    .mapToLong(group -> group.count())
                    .sum());
    var pids = model.processes().stream().filter(each -> each.pid() > 0).count();
    assertThat(report.trees().total()).isEqualTo(report.trees().shown()).isEqualTo(pids);
  }

  private static List<Spawn> spawns(ProcessModel model, Spawn.Kind kind) {
    return model.spawns().stream().filter(each -> each.kind() == kind).toList();
  }

  private static boolean isOfUser(Exec exec) {
    return exec.isSeenByKernel() && !exec.isLauncher();
  }
}
