package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.exectrace.app.Commands;
import io.github.exectrace.app.LeavesUnfinished;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JVMs leave that are killed, or still run, is reported up to their last flush. */
@Privileged
class UnfinishedRecordingTest {
  private static final int STARTS = 4;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int STATE_AT = 64; // in the header of a chunk: counts its flushes

  @TempDir private Path scratch;

  private Path repository() {
    return scratch.resolve("repository");
  }

  private Running start(String end, String... flags) throws IOException {
    Files.createDirectories(repository());
    return Jvm.running(scratch, LeavesUnfinished.class)
        .flags("-XX:FlightRecorderOptions:repository=" + repository())
        .flags(flags)
        .arguments(Integer.toString(STARTS), end)
        .traced()
        .start();
  }

  private Path unfinished() throws IOException {
    try (var files = Files.walk(repository())) {
      return files.filter(file -> file.toString().endsWith(".jfr")).findFirst().orElseThrow();
    }
  }

  /** Until the recorder has written down all that has been until now. */
  private void awaitFlush(Running jvm) throws IOException {
    jvm.awaitLine("started");
    var file = unfinished();
    for (int i = 0; i < 3; i++) {
      int before = flushes(file);
      assertThat(Waiting.upTo(Duration.ofSeconds(30), () -> flushes(file) != before)).isTrue();
    }
  }

  private static int flushes(Path file) {
    try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(STATE_AT);
      return bytes.read();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Ended report(String... arguments) throws IOException {
    var all = Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new);
    var folder = Files.createTempDirectory(scratch, "report");
    return Jvm.commandLine(folder, all).flags("-Dstdout.encoding=UTF-8").run(LONGEST);
  }

  private void checkReported(Path file) throws IOException {
    var ended = report("-f", "json", file.toString());
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("killed or still runs");
    var report = JsonParser.parseString(ended.out()).getAsJsonObject();
    checkAllStarts(report);
    assertThat(report.getAsJsonArray("warnings").toString())
        .contains("killed or still runs")
        .contains("what was lost is not known");
  }

  private static void checkAllStarts(JsonObject report) {
    var totals = report.getAsJsonObject("totals");
    assertThat(totals.get("starts").getAsInt()).isEqualTo(STARTS);
    assertThat(totals.get("execs").getAsInt()).isEqualTo(STARTS);
    assertThat(totals.get("failed_exits").getAsInt()).isEqualTo(STARTS - 1);
    assertThat(totals.get("running").getAsInt()).isZero();
    var site = report.getAsJsonObject("sites").getAsJsonArray("rows").get(0).getAsJsonObject();
    assertThat(site.get("site").getAsString()).contains("LeavesUnfinished.main:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SEGV", "ABRT"})
  void ofAJvmThatASignalEnded(String signal) throws IOException {
    try (var jvm = start("never", "-XX:-CreateCoredumpOnCrash")) {
      awaitFlush(jvm);
      jvm.signal(signal);
      assertThat(jvm.end(LONGEST).exitCode()).isNotZero();
    }
    checkReported(unfinished());
  }

  @ParameterizedTest
  @ValueSource(strings = {"halt", "out-of-memory"})
  void ofAJvmThatEndedAtOnce(String end) throws IOException {
    try (var jvm = start(end, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError")) {
      awaitFlush(jvm);
      jvm.input("\n");
      assertThat(jvm.end(LONGEST).exitCode()).isEqualTo(3);
    }
    checkReported(repository());
  }

  @Test
  void ofALivingJvmWhichIsNotDisturbed() throws IOException {
    try (var jvm = start("halt")) {
      awaitFlush(jvm);
      checkReported(unfinished());
      checkReported(repository());
      checkReported(unfinished().getParent());
    }
  }

  @Test
  void ofAnAssembledRepositoryAsTextPageAndBesideAGoodFile() throws IOException {
    try (var jvm = start("never")) {
      awaitFlush(jvm);
      jvm.signal("KILL");
      jvm.end(LONGEST);
    }
    var assembled = scratch.resolve("assembled.jfr");
    var jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
    Command.run(jfr, "assemble", unfinished().getParent().toString(), assembled.toString());
    checkReported(assembled);

    var good =
        Jvm.running(Files.createDirectory(scratch.resolve("good")), Commands.class)
            .arguments("/bin/true")
            .traced()
            .run()
            .recording();
    var text = report(good.toString(), unfinished().toString());
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("killed or still runs")
        .contains(STARTS + 1 + " starts by Java threads")
        .doesNotContain("Complete");

    var page = scratch.resolve("page.html");
    assertThat(report("-f", "html", "-o", page.toString(), assembled.toString()).exitCode())
        .isZero();
    assertThat(Files.readString(page)).contains("killed or still runs");
  }

  @Test
  void anEmptyRecordingSaysWhereTheRestLies() throws IOException {
    var ended = report(Files.createFile(scratch.resolve("empty.jfr")).toString());
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("empty.jfr", "repository", ".unfinished");
  }

  @Test
  void refusalsAreSentences() throws IOException {
    var fifo = scratch.resolve("fifo");
    Command.run("mkfifo", fifo.toString());
    var hostile = Files.writeString(scratch.resolve("\033[31m\n.jfr"), "no recording");
    assertThat(report(hostile.toString()).err())
        .contains("is no recording")
        .doesNotContainPattern("[^\\p{Print}\\n]")
        .hasLineCount(1);
    var zeros = Files.write(scratch.resolve("zeros.jfr"), new byte[10_000]);
    var folder = Files.createDirectory(scratch.resolve("none"));
    for (var file : List.of(fifo, zeros, folder, Path.of("/dev/zero"), Path.of("/dev/stdin"))) {
      var ended = report(file.toString());
      assertThat(ended.exitCode()).as(file.toString()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err().lines()).hasSize(1);
      assertThat(ended.err())
          .startsWith("exectrace: ")
          .contains(file.toString())
          .doesNotContainPattern("Exception|Error|\\bat |[^\\p{Print}\\n]");
    }
  }
}
