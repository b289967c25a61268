package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Running;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sidecar of a workspace: takes a pid namespace over HTTP, then logs what is executed in it.
 */
class SidecarTest {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final Duration LONGEST_END = Duration.ofSeconds(10);
  private static final Pattern ADDRESS = Pattern.compile("\"addr\":\"([^\"]+)\"");
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"ts\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z\","
              + "\"level\":\"(DEBUG|INFO|WARN|ERROR)\",\"msg\":\"[^\"]+\","
              + "\"fields\":\\{\"labels\":\\{.*}.*}}");
  private static final Pattern ACCOUNT =
      Pattern.compile("\"seen\":(\\d+),\"delivered\":(\\d+),\"filtered\":(\\d+),\"lost\":(\\d+)");

  @TempDir private Path scratch;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token = "token-" + UUID.randomUUID();

  @AfterEach
  void close() {
    client.close();
  }

  private Running sidecar(String... options) {
    return Jvm.commandLine(scratch, "sidecar").arguments(options).start();
  }

  private HttpResponse<String> post(Running sidecar, String type, String body) throws Exception {
    var address = ADDRESS.matcher(sidecar.awaitError("\"waiting for a pid namespace\""));
    assertThat(address.find()).isTrue();
    return client.send(
        HttpRequest.newBuilder(URI.create("http://" + address.group(1)))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String ownInode() throws Exception {
    return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
  }

  @Privileged
  @Test
  void execsAreLoggedOnceTheNamespaceWasPosted() throws Exception {
    try (var sidecar =
        sidecar(
            "--init-address",
            ANY_PORT,
            "--allow-initial-pidns",
            "--label",
            "workspace=dev",
            "--label",
            "a=b=c")) {
      assertThat(post(sidecar, "application/json", ownInode()).statusCode()).isEqualTo(400);
      assertThat(post(sidecar, "text/plain", "nonsense").body()).contains("decimal number");
      assertThat(post(sidecar, "text/plain", ownInode() + "\n").statusCode()).isEqualTo(204);

      // Nothing between the answer and this: whatever comes after the answer is traced.
      Command.run("/bin/echo", token, "it's\n\u009bz");
      var line = sidecar.awaitError(token);
      var ended = end(sidecar, "TERM");

      assertThat(line)
          .contains("\"level\":\"INFO\",\"msg\":\"exec\"")
          .contains("\"labels\":{\"workspace\":\"dev\",\"a\":\"b=c\"}")
          .contains("\"cmdline\":\"/bin/echo " + token + " $'it\\\\'s\\\\n\\\\xc2\\\\x9bz'\"")
          .contains("\"argv\":[\"/bin/echo\",\"" + token + "\",\"it's\\n\\u009bz\"]")
          .contains("\"filename\":\"/bin/echo\"", "\"truncated\":false", "\"uid\":0", "\"gid\":0")
          .containsPattern("\"pid\":[1-9]");
      checkLog(ended);
    }
  }

  @Privileged
  @Test
  void execsOutsideOfTheNamespaceAreNotLogged() throws Exception {
    var workspace =
        new ProcessBuilder(
                Requirement.program("unshare"),
                "--pid",
                "--fork",
                "--mount-proc",
                "sh",
                "-c",
                "readlink /proc/self/ns/pid; read go; /bin/echo inside-" + token)
            .start();
    try (var sidecar = sidecar("--init-address", ANY_PORT);
        BufferedReader output = workspace.inputReader()) {
      var inode = output.readLine().replaceAll("\\D", "");
      assertThat(post(sidecar, "text/plain", inode).statusCode()).isEqualTo(204);

      Command.run("/bin/echo", "outside-" + token);
      workspace.outputWriter().append("go\n").close();
      sidecar.awaitError("inside-" + token);
      var ended = end(sidecar, "TERM");

      assertThat(ended.err()).contains("\"pid_ns\":" + inode).doesNotContain("outside-" + token);
      checkLog(ended);
    } finally {
      workspace.destroyForcibly();
    }
  }

  @Privileged
  @Test
  void onlyANamespaceThatExistsAndIsMeantIsTakenAndOnlyOnce() throws Exception {
    var workspace =
        new ProcessBuilder(
                Requirement.program("unshare"),
                "--pid",
                "--fork",
                "--mount-proc",
                "sh",
                "-c",
                "readlink /proc/self/ns/pid; read end")
            .start();
    try (var sidecar = sidecar("--init-address", ANY_PORT);
        BufferedReader output = workspace.inputReader()) {
      var inode = output.readLine().replaceAll("\\D", "");

      var missing = post(sidecar, "text/plain", "4026539999");
      assertThat(missing.statusCode()).isEqualTo(400);
      assertThat(missing.body()).contains("pid:[4026539999]", "--allow-unseen-pidns");
      var initial = post(sidecar, "text/plain", "4026531836");
      assertThat(initial.statusCode()).isEqualTo(400);
      assertThat(initial.body()).contains("whole machine", "--allow-initial-pidns");
      assertThat(post(sidecar, "text/plain", inode).statusCode()).isEqualTo(204);
      for (var later : new String[] {inode, "4026531836", "4026539999"}) {
        var second = post(sidecar, "text/plain", later);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).contains("pid:[" + inode + "] has been received already");
      }

      var ended = end(sidecar, "TERM");
      assertThat(ended.err().lines().filter(line -> line.contains("\"a request was refused\"")))
          .hasSize(5)
          .allMatch(line -> line.contains("\"sender\":\"127.0.0.1:"));
      assertThat(ended.err())
          .containsPattern("namespace received.*\"pid_ns\":" + inode + ",\"sender");
      checkLog(ended);
    } finally {
      workspace.destroyForcibly();
    }
  }

  @Privileged
  @Test
  void aNamespaceThatCannotBeSeenIsTakenWhereThatIsAllowed() throws Exception {
    try (var sidecar = sidecar("--init-address", ANY_PORT, "--allow-unseen-pidns")) {
      assertThat(post(sidecar, "text/plain", "4026531836").statusCode()).isEqualTo(400);
      assertThat(post(sidecar, "text/plain", "4026539999").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void byDefaultOnlyThisMachineReachesIt() {
    try (var sidecar = sidecar()) {
      assertThat(sidecar.awaitError("\"waiting for a pid namespace\""))
          .contains("\"addr\":\"127.0.0.1:56123\"");
    }
  }

  @Privileged
  @Test
  void theOwnNamespaceNeedsNoPost() {
    try (var sidecar = sidecar("--use-local-pidns")) {
      sidecar.awaitError("\"msg\":\"tracing\"");

      Command.run("/bin/echo", token);
      sidecar.awaitError(token);

      checkLog(end(sidecar, "INT"));
    }
  }

  private static Ended end(Running sidecar, String signal) {
    sidecar.signal(signal);
    return sidecar.end(LONGEST_END);
  }

  /** Whether it ended well, every line has the right shape, and the account balances. */
  private static void checkLog(Ended ended) {
    var lines = ended.err().lines().toList();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(lines).allMatch(line -> LINE.matcher(line).matches());
    assertThat(ended.err()).contains("\"level\":\"WARN\",\"msg\":\"a signal ends the sidecar\"");
    var account = ACCOUNT.matcher(lines.getLast());
    assertThat(account.find()).isTrue();
    assertThat(Long.parseLong(account.group(1)))
        .isPositive()
        .isEqualTo(
            Long.parseLong(account.group(2))
                + Long.parseLong(account.group(3))
                + Long.parseLong(account.group(4)));
    assertThat(lines.stream().filter(line -> line.contains("\"msg\":\"exec\"")))
        .hasSize(Integer.parseInt(account.group(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsTheWaitInGoodOrder(String signal) {
    try (var sidecar = sidecar("--init-address", ANY_PORT)) {
      sidecar.awaitError("\"waiting for a pid namespace\"");

      var ended = end(sidecar, signal);

      assertThat(ended.exitCode()).isZero();
      assertThat(ended.err().lines().toList().getLast()).contains("a signal ends the sidecar");
    }
  }

  @Test
  void aSignalThatWasIgnoredAtItsStartEndsItLikewise() {
    var jvm =
        Jvm.commandLine(scratch, "sidecar", "--init-address", ANY_PORT)
            .under(Requirement.program("env"), "--ignore-signal=INT");
    try (var sidecar = jvm.start()) {
      sidecar.awaitError("\"waiting for a pid namespace\"");

      var ended = end(sidecar, "INT");

      assertThat(ended.exitCode()).isZero();
      assertThat(ended.err().lines().toList().getLast()).contains("a signal ends the sidecar");
    }
  }

  @Test
  void aWaitThatIsTooLongFailsWithASentence() {
    try (var sidecar = sidecar("--init-address", ANY_PORT, "--startup-timeout", "300ms")) {
      var ended = sidecar.end(LONGEST_END);

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err().lines().toList().getLast())
          .contains("\"level\":\"ERROR\"", "within 300ms", "--startup-timeout");
    }
  }

  @Test
  void anAddressInUseFailsWithASentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var sidecar = sidecar("--init-address", "127.0.0.1:" + taken.getLocalPort())) {
      var ended = sidecar.end(LONGEST_END);

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err()).contains("127.0.0.1:" + taken.getLocalPort(), "--init-address");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--label=x", "--startup-timeout=5", "--init-address=nowhere"})
  void wrongUsageIsDistinguishedFromFailure(String option) {
    try (var sidecar = sidecar(option)) {
      var ended = sidecar.end(LONGEST_END);

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.err()).contains(option.substring(0, option.indexOf('=')));
    }
  }
}
