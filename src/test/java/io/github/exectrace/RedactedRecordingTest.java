package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.OnCommand;
import io.github.exectrace.app.RecordsLater;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Trace.Exit;
import io.github.exectrace.harness.Trace.Spawn;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks like a secret is in no byte of the recording, and everything else is exact. */
@Privileged
class RedactedRecordingTest {
  private static final String SECRET = "Hunter2Hunter2Hunter2";

  /** Commands as a shell would split them, with the secret where {@code @@} stands. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("true", "--password=@@", "--token", "@@", "--user=bob", ""),
          List.of("true", "-Dapp.api-key=@@ and @@", "two words"),
          List.of("true", "https://bob:@@@example.org/x?access_token=@@&y=1"),
          List.of("true", "Authorization: Bearer @@", "{\"password\": \"@@\", \"n\": 1}"),
          List.of("sh", "-c", "PGPASSWORD='@@' /bin/true --password @@ --host 'a b'; exit 3"),
          List.of("env", "AWS_SECRET_ACCESS_KEY=@@", "true", "ghp_@@@@"),
          List.of("/no/such/curl -u bob:@@ https://example.org"));

  private static final List<String> RECORDED =
      List.of(
          "true '--password=***' --token '***' --user=bob ''",
          "true '-Dapp.api-key=***' 'two words'",
          "true 'https://bob:***@example.org/x?access_token=***&y=1'",
          "true 'Authorization: Bearer ***' '{\"password\": \"***\", \"n\": 1}'",
          "sh -c 'PGPASSWORD='\\''***'\\'' /bin/true --password *** --host '\\''a b'\\''; exit 3'",
          "env 'AWS_SECRET_ACCESS_KEY=***' true '***'",
          "'/no/such/curl -u bob:*** https://example.org'");

  @TempDir private Path scratch;

  /** How the JDK starts processes. */
  enum Mechanism {
    POSIX_SPAWN,
    FORK,
    VFORK
  }

  private Jvm jvm() {
    var words = new ArrayList<String>();
    for (var command : COMMANDS) {
      command.forEach(word -> words.add(word.replace("@@", SECRET)));
      words.add("--");
    }
    // The JVM's own command line, environment and flags hold it as well.
    return Jvm.running(scratch, Commands.class)
        .flags("-Dits.password=" + SECRET, "-XX:OnOutOfMemoryError=curl -u bob:" + SECRET)
        .environment("ITS_PASSWORD", SECRET)
        .arguments(words.toArray(String[]::new));
  }

  private static Ended run(Jvm jvm) {
    var ended = jvm.run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  private static Stream<String> found(Path recording) throws IOException {
    var content = new String(Files.readAllBytes(recording), StandardCharsets.ISO_8859_1);
    return Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
        .filter(charset -> content.contains(inBytes(charset)))
        .map(Charset::name);
  }

  private static String inBytes(Charset charset) {
    return new String(SECRET.getBytes(charset), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource
  void noByteOfASecretIsRecorded(Mechanism mechanism) throws IOException {
    var ended =
        run(jvm().flags("-Djdk.lang.Process.launchMechanism=" + mechanism).traced("failures=all"));

    assertThat(found(ended.recording())).isEmpty();
    checkTheRest(ended.trace());
  }

  private static void checkTheRest(Trace trace) {
    assertThat(trace.spawns()).extracting(Spawn::commandLine).containsExactlyElementsOf(RECORDED);
    var succeeded = trace.programs().stream().filter(Exec::succeeded).toList();
    var expected = new ArrayList<>(RECORDED);
    expected.removeLast();
    expected.add("/bin/true --password '***' --host 'a b'");
    expected.add("true '***'");
    assertThat(succeeded)
        .extracting(Exec::commandLine)
        .containsExactlyInAnyOrderElementsOf(expected);
    expected.remove(RECORDED.get(5)); // env became its command
    assertThat(trace.exits())
        .filteredOn(exit -> exit.commandLine() != null)
        .extracting(Exit::commandLine)
        .containsExactlyInAnyOrderElementsOf(expected);
    var first = trace.program(exec -> exec.succeeded() && exec.commandLine().contains("--token"));
    assertThat(first.argumentCount()).isEqualTo(6);
    assertThat(first.argumentBytes()).isEqualTo(38 + 2 * SECRET.length());
    assertThat(first.truncated()).isFalse();
    var failed = trace.spawns().getLast();
    assertThat(failed.executable()).isEqualTo("/no/such/curl -u bob:*** https://example.org");
    assertThat(failed.errno()).isEqualTo(2);
  }

  @Test
  void cutArgumentsAreMaskedToo() throws IOException {
    var ended =
        run(
            Jvm.running(scratch, Commands.class)
                .arguments("/bin/true", "--password=" + SECRET)
                .traced("argbytes=40"));

    assertThat(found(ended.recording())).isEmpty();
    assertThat(ended.trace().program(Exec::truncated).commandLine())
        .isEqualTo("/bin/true '--password=***' …");
  }

  /** Shows that the search finds what is there. */
  @Test
  void withRedactNoneAllIsRecorded() throws IOException {
    var ended = run(jvm().traced("redact=none"));

    assertThat(found(ended.recording())).isNotEmpty();
    assertThat(ended.trace().spawns().getFirst().commandLine()).contains("--password=" + SECRET);
  }

  @Test
  void whatRanBeforeTheRecordingIsMaskedToo() {
    var script =
        ": > up-$1; until test -e go; do /bin/sleep 0.05; done; /bin/sleep 3; : --password="
            + SECRET;
    var trace = run(Jvm.running(scratch, RecordsLater.class).agent("").arguments(script)).trace();

    assertThat(trace.adoptedEndingWith("--password=***' script 0").commandLine())
        .startsWith("sh -c ")
        .doesNotContain(SECRET);
    assertThat(trace.exits())
        .filteredOn(exit -> exit.commandLine() != null)
        .noneMatch(exit -> exit.commandLine().contains(SECRET));
  }

  @Test
  void theEndOfWhatStillRunsWhenMoreIsMaskedTellsNoSecret() throws IOException {
    var lives = "echo $$ > pid; until test -e go; do /bin/sleep 0.05; done";
    var starts = "cd '" + scratch + "'; /bin/sh -c '" + lives + "' --password=" + SECRET + " &";
    try (var jvm = Jvm.running(scratch, OnCommand.class).agent("").start()) {
      jvm.order("start", "a", "ProcessExec#redaction=none");
      jvm.order("run", "/bin/sh", "-c", starts);
      int pid = pid(scratch.resolve("pid"));
      jvm.order("set", "a", "ProcessExec#redaction=default");
      jvm.order("run", "/bin/true");
      Files.createFile(scratch.resolve("go"));
      assertThat(Waiting.upTo(Duration.ofSeconds(20), () -> hasEnded(pid))).isTrue();
      jvm.order("run", "/bin/true");
      jvm.order("stop", "a");

      var trace = Trace.read(scratch.resolve("a.jfr"));
      assertThat(trace.program(exec -> exec.pid() == pid).commandLine()).contains(SECRET);
      assertThat(String.valueOf(trace.exitOf(pid).commandLine())).doesNotContain(SECRET);
    }
  }

  private static int pid(Path file) throws IOException {
    assertThat(
            Waiting.upTo(
                Duration.ofSeconds(20), () -> Files.exists(file) && file.toFile().length() > 0))
        .isTrue();
    return Integer.parseInt(Files.readString(file).strip());
  }

  /** Whether there is no such process, or it only waits for its parent. */
  private static boolean hasEnded(int pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")).isEmpty();
    } catch (IOException gone) {
      return true;
    }
  }

  @Test
  void onesOwnPatternsAreMaskedAsWell() {
    var ended =
        run(
            Jvm.running(scratch, Commands.class)
                .arguments("/bin/true", "cust-1234,x", "id=7", "--password=x")
                .traced("redact=cust-\\d{2\\,4}", "redact=id=(.)"));

    assertThat(ended.trace().programs())
        .singleElement()
        .extracting(Exec::commandLine)
        .isEqualTo("/bin/true '***,x' 'id=***' '--password=***'");
  }

  @Test
  void theCommandLineRedactsWhenAsked() throws IOException {
    var command = new String[] {"true", "--password=" + SECRET};
    for (var format : List.of("table", "tree", "json")) {
      var shown = Jvm.commandLine(scratch, "run", "-f", format, "--").arguments(command).run();
      var redacted =
          Jvm.commandLine(scratch, "run", "--redaction", "default", "-f", format, "--")
              .arguments(command)
              .run();

      assertThat(shown.err()).contains(SECRET);
      assertThat(redacted.err()).doesNotContain(SECRET).contains("--password=***");
    }
  }

  @Test
  void traceRedactsWhenAsked() {
    for (var format : List.of("text", "json")) {
      var tracing =
          Jvm.commandLine(
              scratch,
              "trace",
              "-f",
              format,
              "--redaction",
              "default",
              "--name",
              "true",
              "--name",
              "x");
      try (var running = tracing.start()) {
        running.awaitError("tracing");
        Command.run("/bin/true", "--password=" + SECRET);
        running.awaitOutput("--password=***");
        running.signal("INT");
        running.signal("TERM");
        assertThat(running.end(Duration.ofSeconds(20)).out()).doesNotContain(SECRET);
      }
    }
  }
}
