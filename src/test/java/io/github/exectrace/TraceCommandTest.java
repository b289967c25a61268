package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line that prints what is executed on the machine. */
@Privileged
class TraceCommandTest {
  private static final String WAITING = "exectrace: tracing; a signal such as Ctrl-C ends it";
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "exectrace: saw (\\d+) events, delivered (\\d+), filtered (\\d+), lost (\\d+)"
              + " \\(ring full 0, no buffer 0\\)");
  private static final Duration LONGEST_END = Duration.ofSeconds(10);
  private static final int UNPRIVILEGED = 65534;

  @TempDir private Path scratch;
  private final String token = "token-" + UUID.randomUUID();

  /** Traces while something happens, and ends that with a signal. */
  private Ended trace(String signal, Runnable meanwhile, String... options) {
    return trace(Jvm.commandLine(scratch, "trace").arguments(options), signal, meanwhile);
  }

  private Ended trace(Jvm jvm, String signal, Runnable meanwhile) {
    try (var running = jvm.start()) {
      running.awaitError(WAITING);
      meanwhile.run();
      running.signal(signal);
      var ended = running.end(LONGEST_END);
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      return ended;
    }
  }

  private Ended trace(Runnable meanwhile, String... options) {
    return trace("TERM", meanwhile, options);
  }

  private String line(Ended ended) {
    var lines = ended.lines().stream().filter(each -> each.contains(token)).toList();
    assertThat(lines).as(ended.out()).hasSize(1);
    return lines.getFirst();
  }

  private void echo(String... more) {
    var command = new String[more.length + 2];
    command[0] = "/bin/echo";
    command[1] = token;
    System.arraycopy(more, 0, command, 2, more.length);
    Command.run(command);
  }

  private static List<JsonObject> objects(Ended ended) {
    return ended.lines().stream()
        .map(JsonParser::parseString)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsItWithTheAccount(String signal) {
    var ended = trace(signal, this::echo);

    assertThat(line(ended))
        .matches(
            "\\[\\d+, comm=\"[^\"]*\", ppid=\\d+, parent=\"[^\"]*\", uid=0, gid=0,"
                + " filename=/bin/echo] /bin/echo "
                + token);
    var said = ended.err().lines().toList();
    assertThat(said).hasSize(2);
    assertThat(said.getFirst()).isEqualTo(WAITING);
    var account = ACCOUNT.matcher(said.getLast());
    assertThat(account.matches()).as(said.getLast()).isTrue();
    long seen = Long.parseLong(account.group(1));
    long delivered = Long.parseLong(account.group(2));
    long filtered = Long.parseLong(account.group(3));
    assertThat(seen).isEqualTo(delivered + filtered);
    assertThat(account.group(4)).isEqualTo("0");
    assertThat(ended.lines()).hasSize(Math.toIntExact(delivered));
  }

  /** As a script's shell starts what ends in {@code &}, and some supervisors all. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalThatWasIgnoredAtItsStartEndsItLikewise(String signal) {
    var jvm =
        Jvm.commandLine(scratch)
            .under(Requirement.program("env"), "--ignore-signal=INT,QUIT,TERM,HUP");
    var ended = trace(jvm, signal, this::echo);

    assertThat(line(ended)).contains("filename=/bin/echo");
    assertThat(ended.err().lines().toList().getLast()).matches(ACCOUNT);
  }

  @Test
  void nohupIsHonoured() {
    var jvm = Jvm.commandLine(scratch, "trace").under("nohup");
    try (var running = jvm.start()) {
      running.awaitError(WAITING);
      running.signal("HUP");
      echo();
      running.awaitOutput(token);
      running.signal("INT");
      assertThat(running.end(LONGEST_END).exitCode()).isZero();
    }
  }

  @Test
  void aPipeThatIsClosedEndsItQuietly() throws IOException {
    var jvm =
        Jvm.commandLine(scratch, "trace")
            .under("sh", "-c", "{ \"$@\"; echo $? > code; } | head -n 1", "sh");
    try (var running = jvm.start()) {
      running.awaitError(WAITING);
      assertThat(Waiting.upTo(LONGEST_END, () -> runsOn(running))).isTrue();
      var ended = running.end(LONGEST_END);

      assertThat(ended.lines()).hasSize(1);
      assertThat(ended.err()).isEqualTo(WAITING + "\n");
      assertThat(scratch.resolve("code")).hasContent("0");
    }
  }

  /** Gives it something to print, and tells whether it has ended. */
  private boolean runsOn(Running running) {
    echo();
    return Files.exists(scratch.resolve("code"))
        && ProcessHandle.of(running.pid()).filter(ProcessHandle::isAlive).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingThatIsExecutedForgesALineOrReachesTheTerminal(String format) throws IOException {
    var forged = "\n[1, comm=\"init\", uid=0, gid=0, filename=/bin/forged] /bin/forged";
    var folder = Files.createDirectory(scratch.resolve("a" + forged.replace('/', '.')));
    var program = Files.copy(Path.of("/bin/echo"), folder.resolve("pro\033[2J\ngram")).toString();
    var ended =
        trace(
            () -> Command.run(program, token, forged, "\033]0;\007", "\u009b2J\u202e"),
            "--output",
            format);

    assertThat(line(ended)).contains("\\n[1, comm=", "forged");
    assertThat(ended.lines()).noneMatch(each -> each.startsWith("[1, comm=\"init\""));
    assertThat(ended.out().codePoints().boxed())
        .noneMatch(each -> Character.isISOControl(each) && each != '\n')
        .noneMatch(each -> Character.getType(each) == Character.FORMAT);
  }

  @Test
  void aLineOfJsonCarriesTheFieldsOfOtherTools() {
    var ended = trace(() -> echo("a\nb", "", "é"), "--output", "json");

    var found = objects(ended).stream().filter(each -> each.toString().contains(token)).toList();
    assertThat(found).hasSize(1);
    var exec = found.getFirst();
    assertThat(exec.get("filename").getAsString()).isEqualTo("/bin/echo");
    assertThat(exec.getAsJsonArray("argv"))
        .extracting(JsonElement::getAsString)
        .containsExactly("/bin/echo", token, "a\nb", "", "é");
    assertThat(exec.get("truncated").getAsBoolean()).isFalse();
    assertThat(exec.get("pid").getAsInt()).isGreaterThan(1);
    assertThat(exec.get("uid").getAsInt()).isZero();
    assertThat(exec.get("gid").getAsInt()).isZero();
    assertThat(exec.get("comm").getAsString()).isEqualTo("jspawnhelper");
    assertThat(exec.has("argv_hex")).isFalse();
    assertThat(exec.get("event").getAsString()).isEqualTo("exec");
    assertThat(exec.get("ppid").getAsLong()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void bytesThatAreNoTextAreGivenInHex() {
    var script = "exec /bin/echo " + token + " \"$(printf 'a\\377')\"";
    var ended = trace(() -> Command.run("/bin/sh", "-c", script), "-f", "json", "--name", "echo");

    var exec = objects(ended).stream().filter(each -> each.has("argv_hex")).findFirst();
    assertThat(exec.orElseThrow().getAsJsonArray("argv_hex"))
        .extracting(JsonElement::getAsString)
        .contains("61ff")
        .hasSize(3);
    assertThat(exec.orElseThrow().getAsJsonArray("argv").get(2).getAsString()).isEqualTo("a\ufffd");
  }

  @Test
  void argumentsBeyondTheLimitAreSaidToBeMissing() {
    var ended = trace(() -> echo("x".repeat(100)), "--max-args", "80");

    assertThat(line(ended)).matches(".* x+\\.\\.\\.");
  }

  @Test
  void aNameLetsOnlyItsProgramsThrough() {
    var ended =
        trace(
            () -> Command.run("/bin/sh", "-c", "/bin/true; /bin/echo " + token), "--name", "echo");

    assertThat(line(ended)).contains("filename=/bin/echo");
    assertThat(ended.lines()).allMatch(each -> each.contains("echo"));
  }

  @Test
  void aUserLetsOnlyHisProgramsThrough() {
    var asUnprivileged =
        Requirement.program("setpriv") + " --reuid=65534 --regid=65534 --clear-groups ";
    var ended =
        trace(
            () ->
                Command.run("/bin/sh", "-c", "/bin/true; " + asUnprivileged + "/bin/echo " + token),
            "--uid",
            Integer.toString(UNPRIVILEGED));

    assertThat(line(ended)).contains("uid=65534, gid=65534, filename=/bin/echo");
    assertThat(ended.lines()).allMatch(each -> each.contains("uid=65534, "));
  }

  @Test
  void onlyFailuresAreShownWhereWanted() {
    var missing = "/no/such/" + token;
    var script = "/bin/true; /no/such/$0";
    var ended = trace(() -> Command.run("/bin/sh", "-c", script, token), "--failed");

    assertThat(line(ended)).contains("filename=" + missing + ", failed=ENOENT] " + missing);
    assertThat(ended.lines()).allMatch(each -> each.contains(", failed="));
  }

  @Test
  void endsAreShownWhereWanted() {
    var ended =
        trace(
            () -> Command.run("/bin/sh", "-c", ": " + token + "; exit 42"),
            "--exits",
            "--timestamps");

    assertThat(ended.out())
        .containsPattern(
            "\\[\\d+, comm=\"sh\", ppid=\\d+, parent=\"\\w+\"] exited with 42 after [\\d.]+ ms:"
                + " /bin/sh -c ': "
                + token
                + "; exit 42'\n");
    var begin = ended.lines().stream().filter(each -> each.contains(token)).findFirst();
    var time = OffsetDateTime.parse(begin.orElseThrow().split(" ", -1)[0]).toInstant();
    assertThat(Duration.between(time, Instant.now())).isBetween(Duration.ZERO, LONGEST_END);
  }

  @Test
  void whatFailedIsShownAloneWithParentAndCommand() {
    var script = "/bin/true; /bin/sh -c 'exit 3' $0; /bin/sh -c 'kill -9 $$' $0; exit 0";
    var ended =
        trace(
            () -> Command.run("/bin/sh", "-c", script, token), "--exits", "--failed", "-f", "json");

    var found = objects(ended).stream().filter(each -> each.toString().contains(token)).toList();
    assertThat(found).extracting(each -> each.get("event").getAsString()).containsOnly("exit");
    assertThat(found).extracting(each -> each.get("exit_code").getAsInt()).containsExactly(3, -1);
    assertThat(found)
        .extracting(each -> each.get("parent_comm").getAsString())
        .containsExactly("sh", "sh");
    assertThat(found.getFirst().getAsJsonArray("argv"))
        .extracting(JsonElement::getAsString)
        .containsExactly("/bin/sh", "-c", "exit 3", token);
  }

  @Test
  void theCommandOfAnEndIsRedactedAsTheExecIs() {
    var ended =
        trace(
            () -> Command.run("/bin/sh", "-c", "exit 4", token, "--password=hunter2"),
            "--exits",
            "--redaction",
            "default");

    assertThat(ended.lines().stream().filter(each -> each.contains(token))).hasSize(2);
    assertThat(ended.out()).contains("exited with 4").doesNotContain("hunter2");
  }

  @Test
  void aProcessAndItsDescendantsAreTracedUntilAllHaveEnded() throws Exception {
    var script = "sleep 60 & echo $!; read a; /bin/echo $0 inside; (sleep 1; /bin/echo $0 later) &";
    var shell = new ProcessBuilder("sh", "-c", script, token).start();
    try (var input = shell.outputWriter(StandardCharsets.UTF_8);
        var output = shell.inputReader(StandardCharsets.UTF_8);
        var running =
            Jvm.commandLine(scratch, "trace", "--pid", Long.toString(shell.pid()), "--exits")
                .start()) {
      var sleep = output.readLine();
      running.awaitError(WAITING);
      echo("outside");
      input.write("\n");
      input.flush();
      running.awaitOutput("later");
      assertThat(ProcessHandle.of(running.pid())).isPresent();
      Command.run("kill", sleep);
      var ended = running.end(LONGEST_END);

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.out())
          .contains("] /bin/echo " + token + " inside", "] /bin/echo " + token + " later")
          .contains("[" + sleep + ", ", "exited with signal 15")
          .contains("[" + shell.pid() + ", comm=\"sh\"")
          .doesNotContain("outside");
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483647"})
  void aProcessThatIsMissingIsAnErrorInASentence(String pid) {
    var ended = Jvm.commandLine(scratch, "trace", "--pid=" + pid).run();

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("exectrace: there is no process " + pid).hasLineCount(1);
  }
}
