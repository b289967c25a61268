package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line that runs a command and reports what it executed. */
@Privileged
class RunCommandTest {
  private static final String ACCOUNT = "exectrace: saw \\d+ events, .*, lost 0 .*";

  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  @TempDir private Path scratch;

  private Jvm jvm(String... arguments) {
    return Jvm.commandLine(scratch, "run").arguments(arguments);
  }

  private JsonObject report() throws IOException {
    return JsonParser.parseString(Files.readString(scratch.resolve("report"))).getAsJsonObject();
  }

  private static List<JsonObject> programs(JsonObject report) {
    return report.getAsJsonArray("programs").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static String filename(JsonObject program) {
    return program.get("filename").getAsString();
  }

  @Test
  void theExitCodeIsTheCommandsAndTheTableIsApartFromItsOutput() {
    var ended = jvm("--", "/bin/sh", "-c", "/bin/echo out; exit 3").run();

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out()).isEqualTo("out\n");
    var lines = ended.err().lines().toList();
    assertThat(lines.get(0)).matches(" +START ms +DURATION ms +PID +EXIT +COMMAND");
    assertThat(lines.get(1)).matches(" +0\\.000 +[\\d.]+ +\\d+ +3 +/bin/sh -c '.*'");
    assertThat(lines.get(2)).matches(" +[\\d.]+ +[\\d.]+ +\\d+ +0 +/bin/echo out");
    assertThat(lines.get(3)).matches("2 programs in [\\d.]+ ms, exit code 3");
    assertThat(lines.get(4)).matches(ACCOUNT);
    assertThat(lines).hasSize(5);
  }

  @Test
  void aSignalsExitCodeIsThatOfAShell() {
    var ended = jvm("/bin/sh", "-c", "kill -TERM $$").run();

    assertThat(ended.exitCode()).isEqualTo(128 + 15);
    assertThat(ended.err()).containsPattern(" signal 15 +/bin/sh -c ");
  }

  /** As a script's shell starts what ends in {@code &}. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalThatWasIgnoredAtItsStartEndsTheCommandAndIsReported(String signal) {
    var ended = endWith(signal, "echo started; exec /bin/sleep 60");

    assertThat(ended.exitCode()).isEqualTo(128 + 15);
    assertThat(ended.err())
        .containsPattern(" signal 15 +/bin/sleep 60\n2 programs in [\\d.]+ ms, exit code 143\n");
  }

  @Test
  void aCommandThatWillNotEndIsReportedAsRunning() {
    var ended = endWith("INT", "trap '' TERM; echo started; exec /bin/sleep 20");

    assertThat(ended.exitCode()).isEqualTo(128 + 15);
    assertThat(ended.err())
        .containsPattern(" running +/bin/sleep 20\n2 programs in [\\d.]+ ms, still running\n")
        .containsPattern(ACCOUNT);
  }

  /** Sends a signal, ignored at the start, once the script has said that it has started. */
  private Ended endWith(String signal, String script) {
    var jvm =
        jvm("/bin/sh", "-c", script)
            .under(Requirement.program("env"), "--ignore-signal=INT,QUIT,TERM,HUP");
    try (var running = jvm.start()) {
      running.awaitLine("started");
      running.signal(signal);
      return running.end(LONGEST_END);
    }
  }

  @Test
  void aTreeHasWhatAProgramStartedBelowIt() {
    var script = "/bin/sh -c '/bin/echo inner; :'; /bin/echo outer; :";
    var ended = jvm("--output", "tree", "--", "/bin/sh", "-c", script).run();

    assertThat(ended.exitCode()).isZero();
    var lines = ended.err().lines().toList();
    assertThat(lines.get(1)).containsPattern(" 0 {14}/bin/sh -c ");
    assertThat(lines.get(2)).containsPattern(" 0 {16}/bin/sh -c ");
    assertThat(lines.get(3)).containsPattern(" 0 {18}/bin/echo inner");
    assertThat(lines.get(4)).containsPattern(" 0 {16}/bin/echo outer");
  }

  @Test
  void jsonHasEveryProgramWithItsStartAndEnd() throws IOException {
    var script = "/bin/sleep 0.1; /no/such/program; exec /bin/false";
    var ended =
        jvm("-f", "json", "-o", "report", "--failures", "--", "/bin/sh", "-c", script).run();

    assertThat(ended.exitCode()).isEqualTo(1);
    var report = report();
    assertThat(report.get("exit_code").getAsInt()).isEqualTo(1);
    assertThat(report.getAsJsonArray("command").asList())
        .extracting(JsonElement::getAsString)
        .containsExactly("/bin/sh", "-c", script);
    var programs = programs(report);
    assertThat(programs)
        .extracting(RunCommandTest::filename)
        .containsExactly("/bin/sh", "/bin/sleep", "/no/such/program", "/bin/false");
    assertThat(programs.get(0).get("outcome").getAsString()).isEqualTo("exec");
    assertThat(programs.get(1).get("duration_ns").getAsLong()).isGreaterThan(90_000_000);
    assertThat(programs.get(1).get("exit_code").getAsInt()).isZero();
    assertThat(programs.get(2).get("error").getAsString()).isEqualTo("ENOENT");
    assertThat(programs.get(3).get("pid")).isEqualTo(programs.get(0).get("pid"));
    assertThat(programs.get(3).get("exit_code").getAsInt()).isEqualTo(1);
  }

  @Test
  void insideOfAPidNamespaceThePidsAreThoseThatItsProcessesSee() throws IOException {
    var script = "echo $$ $PPID; exec /bin/true";
    var ended =
        jvm("-f", "json", "-o", "report", "--", "/bin/sh", "-c", script)
            .under(Requirement.program("unshare"), "--pid", "--fork", "--mount-proc")
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var last = programs(report()).getLast();
    assertThat(filename(last)).isEqualTo("/bin/true");
    assertThat(last.get("pid").getAsInt() + " " + last.get("ppid").getAsInt() + "\n")
        .isEqualTo(ended.out());
    assertThat(last.get("tid")).isEqualTo(last.get("pid"));
    assertThat(last.get("host_pid").getAsInt()).isGreaterThan(last.get("pid").getAsInt());
  }

  @Test
  void aProgramThatIsMissingGives127() {
    var ended = jvm("--", "/no/such/program", "argument").run();

    assertThat(ended.exitCode()).isEqualTo(127);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("exectrace: ").contains("/no/such/program");
  }

  @Test
  void whatFollowsTheCommandIsItsOwn() {
    var ended = jvm("/bin/echo", "--output", "nonsense", "--help").run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("--output nonsense --help\n");
  }
}
