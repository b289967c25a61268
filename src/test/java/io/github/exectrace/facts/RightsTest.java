package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Trace.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The least rights that tracing takes, in a JVM that has exactly those; and with less. */
@Privileged
class RightsTest {
  private static final String UNPRIVILEGED = "65534";
  private static final String TRACING = "+bpf,+perfmon";
  private static final String[] COMMAND = {
    "sh", "-c", "grep Cap /proc/self/status > caps; /bin/echo deeper; exit 5"
  };

  @TempDir private Path scratch;
  private Path classes;
  private Path jar;

  @BeforeEach
  void openToAll() throws IOException {
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    jar = Files.copy(Jvm.builtJar(), scratch.resolve("exectrace.jar"));
    classes = scratch.resolve("classes");
    var file = Commands.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(classes.resolve(file).getParent());
    Files.copy(Jvm.classPathOf(Commands.class).resolve(file), classes.resolve(file));
  }

  /** An unprivileged user with some capabilities and no way to more. */
  private static List<String> unprivilegedWith(String capabilities) {
    var words =
        new ArrayList<>(
            List.of(
                Requirement.program("setpriv"),
                "--reuid=" + UNPRIVILEGED,
                "--regid=" + UNPRIVILEGED,
                "--clear-groups",
                "--no-new-privs",
                "--bounding-set=-all" + (capabilities.isEmpty() ? "" : "," + capabilities)));
    if (!capabilities.isEmpty()) {
      words.add("--inh-caps=" + capabilities);
      words.add("--ambient-caps=" + capabilities);
    }
    return words;
  }

  private static List<String> mounting(String mount) {
    return List.of(
        Requirement.program("unshare"), "--mount", "sh", "-c", mount + " && exec \"$@\"", "sh");
  }

  private Jvm jvm(List<String> wrapper, String... options) {
    return Jvm.running(scratch, Commands.class.getName(), classes)
        .under(wrapper.toArray(String[]::new))
        .jar(jar)
        .arguments(COMMAND)
        .traced(options);
  }

  private static Ended run(Jvm jvm) {
    var ended = jvm.run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.lines()).singleElement().asString().endsWith(" 5");
    return ended;
  }

  private void checkTraced(Ended ended) {
    assertThat(ended.notices()).isEmpty();
    var trace = ended.trace();
    assertThat(trace.spawns()).hasSize(1);
    assertThat(trace.programs())
        .filteredOn(Exec::succeeded)
        .extracting(Exec::commandLine)
        .contains("/bin/echo deeper")
        .hasSize(3);
    assertThat(trace.exits()).hasSize(3);
    assertThat(trace.lastStatistics().mode()).isEqualTo("kernel");
    assertThat(trace.lastStatistics().state()).isEqualTo("TRACING");
  }

  private void checkJvmAlone(Ended ended, String... said) {
    assertThat(ended.notices()).singleElement().asString().contains(said);
    assertThat(ended.err().lines()).hasSize(1);
    var trace = ended.trace();
    var spawn = trace.spawns().getFirst();
    assertThat(trace.spawns()).hasSize(1);
    assertThat(ended.lines()).containsExactly(spawn.pid() + " 5");
    assertThat(spawn.commandLine()).startsWith("sh -c 'grep Cap");
    assertThat(spawn.stack().getFirst().method()).isEqualTo(Commands.class.getName() + ".start");
    assertThat(trace.execs()).isEmpty();
    assertThat(trace.exits()).isEmpty();
    var statistics = trace.lastStatistics();
    assertThat(statistics.mode()).isEqualTo("java");
    assertThat(statistics.state()).isEqualTo("FAILED");
    assertThat(statistics.reason()).contains(said);
  }

  private List<String> capabilitiesOfTheChild() throws IOException {
    return Files.readAllLines(scratch.resolve("caps")).stream()
        .filter(line -> line.startsWith("CapEff") || line.startsWith("CapAmb"))
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX_SPAWN", "FORK", "VFORK"})
  void twoCapabilitiesAreEnoughAndAreNotPassedOn(String mechanism) throws IOException {
    checkTraced(
        run(
            jvm(unprivilegedWith(TRACING))
                .flags("-Djdk.lang.Process.launchMechanism=" + mechanism)));

    assertThat(capabilitiesOfTheChild()).containsExactly("0000000000000000");
  }

  @Test
  void theyArePassedOnWhenAskedTo() throws IOException {
    checkTraced(run(jvm(unprivilegedWith(TRACING), "ambient=keep")));

    assertThat(capabilitiesOfTheChild()).containsExactly("000000c000000000");
  }

  @Test
  void otherAmbientCapabilitiesArePassedOnAsEver() throws IOException {
    checkTraced(run(jvm(unprivilegedWith(TRACING + ",+net_bind_service"))));

    assertThat(capabilitiesOfTheChild()).containsExactly("0000000000000400");
  }

  @Test
  void failedExecsTakeTracefsAndTheRightToReadIt() {
    var wrapper = new ArrayList<>(mounting("mount -t tracefs tracefs /sys/kernel/tracing"));
    wrapper.addAll(unprivilegedWith(TRACING + ",+dac_read_search"));

    var ended = run(jvm(wrapper, "failures=all"));

    checkTraced(ended);
    // The JDK tries each folder of the PATH for "sh".
    assertThat(ended.trace().programs()).anyMatch(exec -> !exec.succeeded() && exec.errno() == 2);
  }

  @Test
  void withoutThatRightAllElseIsRecordedAndALineSaysSo() {
    var ended = run(jvm(unprivilegedWith(TRACING), "failures=all"));

    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("exectrace: failed execs cannot be traced: ");
    assertThat(ended.trace().exits()).hasSize(3);
    assertThat(ended.trace().programs()).hasSize(3).allMatch(Exec::succeeded);
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("kernel");
    assertThat(ended.trace().lastStatistics().reason()).contains("failed execs cannot be traced");
  }

  @Test
  void withoutCapabilitiesTheJvmAloneIsRecorded() {
    checkJvmAlone(run(jvm(unprivilegedWith(""))), "CAP_BPF and CAP_PERFMON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+bpf", "+perfmon"})
  void oneOfTheTwoIsNotEnough(String capability) {
    checkJvmAlone(run(jvm(unprivilegedWith(capability))), "CAP_BPF and CAP_PERFMON");
  }

  @Test
  void aSeccompFilterIsNamed() {
    checkJvmAlone(run(jvm(List.of(CProgram.path("without_bpf")))), "seccomp");
  }

  @Test
  void aReadOnlySysIsEnough() {
    checkTraced(run(jvm(mounting("mount -o remount,bind,ro /sys"))));
  }

  @Test
  void theDoctorAgrees() {
    var least = doctor(unprivilegedWith(TRACING));
    assertThat(least.exitCode()).as(least.out()).isZero();
    assertThat(least.out())
        .containsPattern("ok +capabilities +CAP_BPF and CAP_PERFMON")
        .containsPattern("warn +tracing +works, but failed execs cannot be traced")
        .contains("CAP_DAC_READ_SEARCH");

    var filtered = doctor(List.of(CProgram.path("without_bpf")));
    assertThat(filtered.exitCode()).isEqualTo(1);
    assertThat(filtered.out()).containsPattern("warn +seccomp").containsPattern("FAIL +tracing");
  }

  private Ended doctor(List<String> wrapper) {
    return Jvm.commandLine(scratch, "doctor").under(wrapper.toArray(String[]::new)).jar(jar).run();
  }
}
