package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.exectrace.app.BigRecording;
import io.github.exectrace.app.Commands;
import io.github.exectrace.app.SharesItsRecording;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code report} says of recordings that real JVMs under the agent have made. */
class ReportTest {
  private static final String HOSTILE = "</script><script>alert(1)</script>\033[31m";

  @TempDir private Path scratch;

  private Path record(String... commands) {
    return Jvm.running(scratch, Commands.class).arguments(commands).traced().run().recording();
  }

  private Ended report(String... arguments) throws IOException {
    var folder = Files.createTempDirectory(scratch, "report");
    var all = new ArrayList<>(List.of("report"));
    all.addAll(List.of(arguments));
    return Jvm.commandLine(folder, all.toArray(String[]::new))
        .flags("-Dstdout.encoding=UTF-8")
        .environment("COLUMNS", "120")
        .run();
  }

  private JsonObject json(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("--output", "json"));
    all.addAll(List.of(arguments));
    var ended = report(all.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return JsonParser.parseString(ended.out()).getAsJsonObject();
  }

  private static JsonObject row(JsonObject report, String table, String key, String value) {
    return StreamSupport.stream(
            report.getAsJsonObject(table).getAsJsonArray("rows").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(row -> row.get(key).getAsString().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + value + " in " + report.get(table)));
  }

  private static long total(JsonObject report, String name) {
    return report.getAsJsonObject("totals").get(name).getAsLong();
  }

  @Privileged
  @Test
  void theTextTellsWhoStartedWhatAndHowItEnded() throws IOException {
    var recording =
        record("sh", "-c", "exit 3", "--", "/no/such", "--", "sh", "-c", "kill -TERM $$");
    var ended = report(recording.toString());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("Complete: the kernel was traced and nothing was lost")
        .contains("3 starts by Java threads, 1 of them failed")
        .containsPattern("start failed +such +ENOENT +Commands.start:\\d+ +main")
        .containsPattern("ended +sh +exit 3 +Commands.start:\\d+ +main")
        .containsPattern("ended +sh +SIGTERM +Commands.start:\\d+ +main");
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 120);
  }

  @Privileged
  @Test
  void theTreeHasWhatAShellStarted() throws IOException {
    var recording = record("sh", "-c", "sleep 30 & ls /etc | sort -r | wc -l");
    var report = json(recording.toString());

    var programs = report.getAsJsonObject("programs").getAsJsonArray("rows");
    assertThat(programs)
        .extracting(row -> row.getAsJsonObject().get("program").getAsString())
        .contains("sh", "ls", "sort", "wc", "sleep");
    assertThat(total(report, "running")).isEqualTo(1);
    var running = report.getAsJsonArray("running").get(0).getAsJsonObject();
    assertThat(running.get("command").getAsString()).isEqualTo("sleep 30");
    assertThat(running.get("thread").getAsString()).isEqualTo("main");
    assertThat(running.get("site").getAsString())
        .matches("io\\.github\\.exectrace\\.app\\.Commands\\.start:\\d+");
    ProcessHandle.of(running.get("pid").getAsLong()).ifPresent(ProcessHandle::destroy);
  }

  @Test
  void withoutEventsOfOursTheJdksAreReportedAndWhatIsMissingIsSaid() throws IOException {
    var recording = scratch.resolve("plain.jfr");
    Jvm.running(scratch, Commands.class)
        .flags("-XX:StartFlightRecording=filename=" + recording, "-Xlog:jfr+startup=off")
        .arguments("/bin/echo", "one")
        .run();
    var ended = report(recording.toString());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("only the JDK's own jdk.ProcessStart", "1 start by Java threads")
        .containsPattern("1 +echo +java +Commands.start:\\d+ +main");
  }

  @Privileged
  @Test
  void aRecordingGivenTwiceCountsOnceAndOfTwoJvmsNothingIsMixedUp() throws IOException {
    var first = Files.copy(record("/bin/true"), scratch.resolve("first.jfr"));
    var copy = Files.copy(first, scratch.resolve("copy.jfr"));
    var second = record("/bin/false");
    var report = json(first.toString(), copy.toString(), second.toString());

    assertThat(total(report, "starts")).isEqualTo(2);
    assertThat(total(report, "failed_exits")).isEqualTo(1);
    assertThat(total(report, "running")).isZero();
    assertThat(report.getAsJsonArray("jvms")).hasSize(2);
    assertThat(report.getAsJsonObject("processes").getAsJsonArray("starts")).hasSize(2);
  }

  @Privileged
  @Test
  void nothingRecordedReachesATerminalOrEndsTheScriptOfThePage() throws IOException {
    var recording = record("/bin/echo", HOSTILE);
    var page = scratch.resolve("page.html");

    assertThat(report(recording.toString()).out()).doesNotContain("\033");
    assertThat(report("-f", "json", recording.toString()).out()).doesNotContain("\033");
    assertThat(report("-f", "html", "-o", page.toString(), recording.toString()).exitCode())
        .isZero();
    assertThat(Files.readString(page)).doesNotContain("alert(1)</script>").doesNotContain("\033");
  }

  /** The recordings of a JVM and of the JVM that it starts, in this order. */
  private List<Path> ofTwoJvms() {
    var child = scratch.resolve("child.jfr");
    var parent =
        Jvm.running(scratch, SharesItsRecording.class)
            .flags("-Dagent=-javaagent:" + Jvm.builtJar() + "=recording=" + child)
            .traced()
            .run()
            .recording();
    return List.of(parent, child);
  }

  @Privileged
  @Test
  void jvmsThatWroteToTheSameFileAreKeptApartAndNotCalledComplete() throws IOException {
    var files = ofTwoJvms();
    for (var order : List.of(files, files.reversed())) {
      var mixed = scratch.resolve("mixed.jfr");
      Files.deleteIfExists(mixed);
      for (var file : order) {
        Files.write(
            mixed, Files.readAllBytes(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      var report = json(mixed.toString());
      assertThat(report.getAsJsonArray("jvms")).hasSize(2);
      assertThat(report.getAsJsonArray("warnings").toString()).contains("2 JVMs recorded");
      assertThat(total(report, "starts")).isEqualTo(3);
      assertThat(total(report, "running")).isZero();
      assertThat(report.getAsJsonObject("sites").getAsJsonArray("rows"))
          .extracting(row -> row.getAsJsonObject().get("site").getAsString())
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("SharesItsRecording.run:");
      assertThat(report(mixed.toString()).out()).doesNotContain("Complete");
    }
    assertThat(report(files.getFirst().toString(), files.getLast().toString()).out())
        .contains("JVM 1:", "JVM 2:", "Complete");
  }

  @Privileged
  @Test
  void aSearchOfPathIsNoFailureOfAStartThatSucceeds() throws IOException {
    var folders = scratch.resolve("none-a") + ":" + scratch.resolve("none-b") + ":";
    var recording =
        Jvm.running(scratch, Commands.class)
            .environment("PATH", folders + System.getenv("PATH"))
            .arguments("true", "--", "env", "true", "--", "no-such", "--", "env", "no-such-either")
            .traced("failures=all")
            .run()
            .recording();
    var rows = json(recording.toString()).getAsJsonObject("problems").getAsJsonArray("rows");

    assertThat(rows)
        .extracting(row -> row.getAsJsonObject())
        .extracting(
            row -> row.get("count").getAsInt() + " " + row.get("kind").getAsString(),
            row -> row.get("program").getAsString())
        .containsExactlyInAnyOrder(
            tuple("1 start failed", "no-such"),
            tuple("1 exec failed", "no-such-either"),
            tuple("1 ended", "env"));
  }

  @Test
  void aFileThatIsNoRecordingIsNamedWithWhatToDo() throws IOException {
    var text = Files.writeString(scratch.resolve("notes.txt"), "notes");
    for (var file : List.of(text, scratch.resolve("missing.jfr"), scratch)) {
      var ended = report(file.toString());

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err().lines()).hasSize(1);
      assertThat(ended.err()).startsWith("exectrace: ").contains(file.toString());
    }
  }

  @Test
  void aBigRecordingTakesLittleMemoryAndIsCountedToTheLast() throws IOException {
    var recording = scratch.resolve("big.jfr");
    var counts =
        Jvm.running(scratch, BigRecording.class)
            .arguments(recording.toString(), "60000")
            .run()
            .out()
            .strip()
            .split(" ");
    var ended =
        Jvm.commandLine(scratch, "report", "-f", "json", recording.toString())
            .flags("-Xmx64m")
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var report = JsonParser.parseString(ended.out()).getAsJsonObject();
    assertThat(
            List.of("starts", "failed_starts", "execs", "failed_exits", "running").stream()
                .map(name -> Long.toString(total(report, name))))
        .containsExactly(counts);
    assertThat(row(report, "programs", "program", "wc").get("count").getAsLong())
        .isEqualTo(Long.parseLong(counts[2]) / 2);
    assertThat(report.getAsJsonObject("processes").get("shown").getAsLong()).isEqualTo(2_000);

    var bytes = Files.readAllBytes(recording);
    Files.write(recording, Arrays.copyOf(bytes, bytes.length * 3 / 4));
    var cut = report("--section", "ledger", recording.toString());
    assertThat(cut.exitCode()).isZero();
    assertThat(cut.err()).contains(recording.toString(), "cut off or damaged at byte");
    assertThat(cut.out()).contains("starts by Java threads");
  }
}
