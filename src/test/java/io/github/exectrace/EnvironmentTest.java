package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that are set up in unusual ways: all is recorded, or a line says what is missing. */
@Privileged
class EnvironmentTest {
  private static final String UMLAUT = "\u00fc";
  private static final Path OWN_EXECUTABLE_MEMORY = Path.of("/proc/sys/vm/memfd_noexec");

  @TempDir private Path scratch;

  private Jvm jvm() {
    return Jvm.running(scratch, Commands.class).flags("-Dexit=7");
  }

  private static Ended run(Jvm jvm) {
    var ended = jvm.run();
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(7);
    return ended;
  }

  private static void checkTraced(Ended ended) {
    assertThat(ended.err()).isEmpty();
    var statistics = ended.trace().lastStatistics();
    assertThat(statistics.mode()).isEqualTo("kernel");
    assertThat(statistics.reason()).isNull();
    assertThat(statistics.lost()).isZero();
  }

  private static void checkJvmAlone(Ended ended, String... said) {
    assertThat(ended.err().lines()).singleElement().asString().contains(said);
    assertThat(ended.trace().spawns()).hasSize(1);
    var statistics = ended.trace().lastStatistics();
    assertThat(statistics.mode()).isEqualTo("java");
    assertThat(statistics.reason()).contains(said);
  }

  /** In the locale C a JVM cannot even name these files, but programs that it starts can. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "C.utf8", "POSIX"})
  void whatOtherProgramsCallThingsIsRecordedInEveryLocale(String locale) throws IOException {
    var script =
        """
        name=$(printf 'b\\303\\274cher')
        mkdir $name
        cp /bin/echo $name/$name
        cd $name
        "$PWD/$name" "$(printf 'f\\303\\274r \\342\\202\\254')" "$(printf 'no\\377text')"
        exit 5
        """;
    var file = Files.writeString(scratch.resolve("script"), script, StandardCharsets.US_ASCII);
    var ended = run(jvm().environment("LC_ALL", locale).arguments("sh", file.toString()).traced());

    checkTraced(ended);
    assertThat(ended.lines()).singleElement().asString().endsWith(" 5");
    var name = "b" + UMLAUT + "cher";
    var exec = ended.trace().program(each -> each.executable().endsWith(name));
    assertThat(exec.executable()).isEqualTo(scratch + "/" + name + "/" + name);
    assertThat(exec.workingDirectory()).isEqualTo(scratch + "/" + name);
    assertThat(exec.commandLine())
        .isEqualTo(exec.executable() + " 'f" + UMLAUT + "r \u20ac' $'no\\xfftext'");
  }

  /** The locale of these tests may be another, so the shell writes the names. */
  @Test
  void whatTheApplicationCallsThingsIsRecordedInALocaleOfUtf8() {
    var script =
        """
        name=$(printf 'b\\303\\274cher')
        mkdir $name
        cd $name
        "$@" /bin/echo $name -- /no/such/$name
        code=$?
        mv trace.jfr ..
        exit $code
        """;
    var ended =
        run(
            jvm()
                .environment("LC_ALL", "C.utf8")
                .under("sh", "-c", script, "sh")
                .agent("recording=trace.jfr"));

    checkTraced(ended);
    var name = "b" + UMLAUT + "cher";
    var exec = ended.trace().programEndingWith("/bin/echo " + name);
    assertThat(exec.workingDirectory()).isEqualTo(scratch + "/" + name);
    var echo = ended.trace().spawnEndingWith("/bin/echo " + name);
    assertThat(echo.pid()).isEqualTo(exec.pid());
    assertThat(echo.workingDirectory()).isEqualTo(exec.workingDirectory());
    assertThat(ended.trace().spawnEndingWith("/no/such/" + name).errno()).isEqualTo(2);
  }

  @Test
  void aFileThatTheLocaleCannotNameIsNotRecordedInto() {
    var script = "exec \"$0\" -javaagent:$1=recording=$(printf 't\\303\\274.jfr') -cp $2 $3 true";
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var said =
        Command.run(
            "env",
            "-C",
            scratch.toString(),
            "LC_ALL=C",
            "sh",
            "-c",
            script,
            java,
            Jvm.builtJar().toString(),
            Jvm.classPathOf(Commands.class).toString(),
            Commands.class.getName());

    assertThat(said.lines().filter(line -> line.matches("\\d+ 0"))).hasSize(1);
    assertThat(said.lines().filter(line -> !line.matches("\\d+ 0")))
        .allMatch(line -> line.startsWith("exectrace: not "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noexec", "ro"})
  void whereverFilesCannotBeExecutedOrWrittenAllIsRecorded(String option) throws IOException {
    var output = Files.createDirectory(scratch.resolve("output"));
    var recording = output.resolve("trace.jfr");
    var jdk = Path.of(System.getProperty("java.home"));
    var ended =
        run(
            jvm()
                .under(Namespaces.mounted(option, jdk, output))
                .flags("-XX:FlightRecorderOptions:repository=" + output)
                .agent("recording=" + recording)
                .arguments("/bin/echo", "recorded"));

    assertThat(ended.err()).isEmpty();
    var trace = new Ended(0, 0, "", "", recording).trace();
    assertThat(trace.programEndingWith("recorded").origin().threadName()).isEqualTo("main");
    assertThat(trace.lastStatistics().mode()).isEqualTo("kernel");
  }

  @Test
  void memoryThatIsExecutableOnlyOnRequestIsRequested() {
    checkTraced(run(jvm().under(noExecutableMemory(1)).traced().arguments("/bin/true")));
  }

  @Test
  void memoryThatMustNotBeExecutableIsNamed() {
    checkJvmAlone(
        run(jvm().under(noExecutableMemory(2)).traced().arguments("/bin/true")),
        "memfd_create",
        "EACCES",
        "vm.memfd_noexec");
  }

  /** As vm.memfd_noexec has it, which each pid namespace has for itself (Linux 6.3). */
  private static String[] noExecutableMemory(int degree) {
    Requirement.need(
        Command.find("sysctl").filter(ignored -> Files.exists(OWN_EXECUTABLE_MEMORY)),
        "this kernel has no vm.memfd_noexec");
    return Namespaces.ofPidsAfter("echo " + degree + " > " + OWN_EXECUTABLE_MEMORY);
  }

  @Test
  void whereOthersProcessesAreHiddenAllIsRecorded() {
    var hiding = Namespaces.ofPidsAfter("mount -o remount,hidepid=2 /proc");
    var ended = run(jvm().under(hiding).traced().arguments("/bin/echo", "recorded"));

    checkTraced(ended);
    assertThat(ended.trace().programEndingWith("recorded").depth()).isEqualTo(1);
  }
}
