package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

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

  // Its pipe to the kernel is ready a little after its programs are loaded.
  private static final String SCRIPT =
      """
      mount -t tracefs nodev /sys/kernel/tracing && mount -t debugfs nodev /sys/kernel/debug
      execsnoop -x -q >"$1" &
      until bpftool prog show | grep -q 'name tracepoint__sys'; do sleep 0.1; done
      sleep 1
      for i in $(seq "$3"); do
        /bin/true "$2" $i 'two words' ''
        /bin/sh -c ': "$0"; exec /bin/echo "$0" $1' "$2" $i >/dev/null
      done
      /etc/passwd "$2"
      env no-such-program "$2"
      kill -INT %1
      wait
      """;

  // COMM (16 wide), PID, PPID, RET, then each argument between quotes.
  private static final Pattern LINE = Pattern.compile("^.{16} +(\\d+) +\\d+ +(-?\\d+) (.*)$");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  @TempDir private Path scratch;

  /** What both tools tell of an exec. The other one has the file in place of argument 0. */
  private record Seen(int pid, int result, List<String> words) {}

  @Test
  void agreesWithExecsnoopLineForLine() throws IOException {
    Requirement.program("execsnoop");
    var theirs = scratch.resolve("execsnoop");
    List<Seen> ours;
    try (var trace = Jvm.commandLine(scratch, "trace", "--output", "json").start()) {
      trace.awaitError("tracing");
      Command.run(
          new ProcessBuilder(
              Requirement.program("unshare"),
              "--mount",
              "bash",
              "-c",
              SCRIPT,
              "bash",
              theirs.toString(),
              TOKEN,
              Integer.toString(ROUNDS)),
          scratch.resolve("load"));
      trace.signal("TERM");
      ours = trace.end(Duration.ofSeconds(20)).out().lines().flatMap(PeerTest::parseOurs).toList();
    }

    var expected = Files.readAllLines(theirs).stream().flatMap(PeerTest::parseTheirs).toList();
    assertThat(expected).hasSizeGreaterThan(3 * ROUNDS);
    // Its buffers are each of one processor, so it does not keep the order between them.
    assertThat(ours).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Stream<Seen> parseTheirs(String line) {
    var matcher = LINE.matcher(line);
    if (!line.contains(TOKEN) || line.contains("execsnoop") || !matcher.matches()) {
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

  private static Stream<Seen> parseOurs(String line) {
    var event = JsonParser.parseString(line).getAsJsonObject();
    if (!line.contains(TOKEN) || line.contains("execsnoop")) {
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
