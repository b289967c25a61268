package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.exectrace.app.OnCommand;
import io.github.exectrace.app.RecordsLater;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events have their true time where the JVM's monotonic clock is not the kernel's. */
@Privileged
class TimeNamespaceTest {
  private static final Path SUPPORTED = Path.of("/proc/self/ns/time");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  @TempDir private Path scratch;
  private Instant begin;

  @BeforeEach
  void begin() {
    Assumptions.assumeTrue(Files.exists(SUPPORTED), "this kernel has no time namespaces");
    begin = Instant.now();
  }

  private static Jvm shifted(Jvm jvm, String seconds) {
    return jvm.under(
        "unshare",
        "--time",
        "--monotonic",
        seconds,
        "--boottime",
        seconds,
        "--fork",
        "--kill-child");
  }

  private static List<RecordedEvent> events(Path file, String name) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("exectrace." + name))
        .toList();
  }

  private void checkTime(Instant time) {
    assertThat(time).isBetween(begin.minusMillis(100), Instant.now());
  }

  /** Two ways to the same time that share nothing but the kernel's record. */
  private static void checkNear(Instant one, Instant other) {
    assertThat(one).isCloseTo(other, within(10, ChronoUnit.MILLIS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "864000", "-50"})
  void aRecording(String offset) throws IOException {
    var jvm = shifted(Jvm.running(scratch, OnCommand.class), offset).traced("native=sample");
    try (var running = jvm.start()) {
      running.order("runs", "20", "/bin/sleep", "0.02");
      running.order("run", "/bin/sleep", "1.5");
      // unshare passes no signal on; the JVM ends with its input.
      running.endInput();
      assertThat(running.end(LONGEST_END).notices()).isEmpty();
    }

    for (var exec : events(jvm.recording(), "ProcessExec")) {
      checkTime(exec.getStartTime());
      checkNear(exec.getStartTime(), exec.getInstant("kernelTime"));
    }
    var exits = events(jvm.recording(), "ProcessExit");
    assertThat(exits).hasSize(21);
    for (var exit : exits) {
      checkTime(exit.getStartTime());
      checkTime(exit.getEndTime());
      checkNear(exit.getEndTime(), exit.getStartTime().plus(exit.getDuration("lifetime")));
    }
    for (var spawn : events(jvm.recording(), "ProcessSpawn")) {
      // Both on this side of the fork and on the kernel's.
      var exit = exits.stream().filter(one -> one.getInt("pid") == spawn.getInt("pid")).findFirst();
      assertThat(exit.orElseThrow().getStartTime())
          .isBetween(spawn.getStartTime().minusMillis(10), spawn.getEndTime().plusMillis(10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "864000"})
  void whatLivedAlready(String offset) throws IOException {
    var script = "touch up-$1; until test -e go; do sleep 0.05; done";
    var jvm = shifted(Jvm.running(scratch, RecordsLater.class), offset).agent("").arguments(script);
    assertThat(jvm.run().exitCode()).isZero();

    var adopted = events(jvm.recording(), "ProcessAdopted");
    assertThat(adopted).isNotEmpty();
    for (var event : adopted) {
      checkTime(event.getInstant("processStart"));
      checkTime(event.getStartTime());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "864000"})
  void theCommandLine(String offset) {
    Ended ended =
        shifted(Jvm.commandLine(scratch, "run", "-f", "json", "--", "/bin/true"), offset).run();

    assertThat(TIME.matcher(ended.err()).results().map(time -> Instant.parse(time.group())))
        .isNotEmpty()
        .allSatisfy(this::checkTime);
  }
}
