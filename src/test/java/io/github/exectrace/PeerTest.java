package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same load, seen by another tool that is right about it: execsnoop of libbpf-tools. */
@Privileged
class PeerTest {
  private static final String TOKEN = "peer-token";
  private static final int ROUNDS = 200;

  private static final String LOAD_BEGINS = "for i in $(seq ";
  private static final String LOAD =
      LOAD_BEGINS
          + """
          "$2"); do
            /bin/true "$1" $i 'two words' ''
            /bin/sh -c ': "$0"; exec /bin/echo "$0" $1' "$1" $i >/dev/null
          done
          /etc/passwd "$1"
          env no-such-program "$1"
          """;

  // Its pipe to the kernel is ready a little after its programs are loaded.
  private static final String WATCHED =
      """
      mount -t tracefs nodev /sys/kernel/tracing && mount -t debugfs nodev /sys/kernel/debug
      execsnoop -x -q >"$1" &
      until bpftool prog show | grep -q 'name tracepoint__sys'; do sleep 0.1; done
      sleep 1
      shift
      "$@"
      kill -INT %1
      wait
      """;

  // COMM (16 wide), PID, PPID, RET, then each argument between quotes.
  private static final Pattern LINE = Pattern.compile("^.{16} +(\\d+) +\\d+ +(-?\\d+) (.*)$");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @TempDir private Path scratch;

  /** What both tools report of an exec. The other one has the file in place of argument 0. */
  private record Seen(int pid, int result, List<String> words) {}

  @Test
  void traceAgreesWithExecsnoopLineForLine() throws IOException {
    try (var trace = Jvm.commandLine(scratch, "trace", "--output", "json").start()) {
      trace.awaitError("tracing");
      watchedByExecsnoop(load());
      trace.signal("TERM");
      var lines = trace.end(Duration.ofSeconds(20)).out().lines();
      assertAgreement(lines.map(line -> JsonParser.parseString(line).getAsJsonObject()));
    }
  }

  @Test
  void runAgreesWithExecsnoopLineForLine() throws IOException {
    var report = scratch.resolve("report");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Jvm.builtJar().toString(),
                "run",
                "--failures",
                "--output=json",
                "--report=" + report,
                "--"));
    command.addAll(load());
    watchedByExecsnoop(command);

    var programs = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    assertAgreement(
        programs.getAsJsonArray("programs").asList().stream().map(JsonElement::getAsJsonObject));
  }

  private static List<String> load() {
    return List.of("bash", "-c", LOAD, "bash", TOKEN, Integer.toString(ROUNDS));
  }

  private void watchedByExecsnoop(List<String> command) throws IOException {
    Requirement.program("execsnoop");
    var all =
        new ArrayList<>(
            List.of(
                Requirement.program("unshare"),
                "--mount",
                "bash",
                "-c",
                WATCHED,
                "bash",
                scratch.resolve("execsnoop").toString()));
    all.addAll(command);
    Command.run(new ProcessBuilder(all), scratch.resolve("load"));
  }

  private void assertAgreement(Stream<JsonObject> events) throws IOException {
    var lines =
        Files.readAllLines(scratch.resolve("execsnoop")).stream().flatMap(PeerTest::parseLine);
    var expected = lines.toList();
    assertThat(expected).hasSizeGreaterThan(3 * ROUNDS);
    // Its buffers are each of one processor, so it does not keep the order between them.
    assertThat(events.flatMap(PeerTest::parseEvent).toList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The shells and the JVM that carry the load's own text are not part of it. */
  private static boolean isLoad(String text) {
    return text.contains(TOKEN) && !text.contains(LOAD_BEGINS);
  }

  private static Stream<Seen> parseLine(String line) {
    var matcher = LINE.matcher(line);
    if (!isLoad(line) || !matcher.matches()) {
      return Stream.empty();
    }
    var words =
        QUOTED
            .matcher(matcher.group(3))
            .results()
            .map(word -> word.group(1).replace("\\\"", "\""))
            .toList();
    return Stream.of(
        new Seen(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), words));
  }

  private static Stream<Seen> parseEvent(JsonObject event) {
    if (!isLoad(event.toString())) {
      return Stream.empty();
    }
    int result = event.has("errno") ? -event.get("errno").getAsInt() : 0;
    return Stream.of(new Seen(event.get("pid").getAsInt(), result, words(event)));
  }

  private static List<String> words(JsonObject event) {
    var words = new ArrayList<String>();
    event.getAsJsonArray("argv").forEach(word -> words.add(word.getAsString()));
    words.set(0, event.get("filename").getAsString());
    return words;
  }
}
