package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.OlderJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Java 17, which has no way to the kernel, the JVM's own starts are recorded all the same. */
class Java17Test {
  private static final String APPLICATION =
      """
      public class Application {
        public static void main(String[] arguments) throws Exception {
          var worker = new Thread(() -> start("sh", "-c", "exit 5"), "worker-1");
          worker.start();
          worker.join();
          start("no-such-program", "--password", "hunter2");
        }

        static void start(String... command) {
          try {
            System.out.println(new ProcessBuilder(command).start().waitFor());
          } catch (Exception failed) {
            failed.printStackTrace();
          }
        }
      }
      """;

  private static final String WHY =
      "this is Java 17, and tracing the kernel takes Java 21 or later";

  @TempDir private Path scratch;

  @BeforeEach
  void compile() throws IOException {
    OlderJdk.compile(scratch, "Application", APPLICATION);
  }

  private Jvm jvm() {
    return Jvm.running(scratch, "Application", scratch).home(OlderJdk.java17());
  }

  private static List<RecordedEvent> events(Ended ended, String name) throws IOException {
    return RecordingFile.readAllEvents(ended.recording()).stream()
        .filter(event -> event.getEventType().getName().equals("exectrace." + name))
        .toList();
  }

  private static void checkStarts(Ended ended) throws IOException {
    var starts = events(ended, "ProcessSpawn");
    assertThat(starts).hasSize(2);
    var shell = starts.get(0);
    assertThat(shell.getThread().getJavaName()).isEqualTo("worker-1");
    assertThat(shell.getString("commandLine")).isEqualTo("sh -c 'exit 5'");
    assertThat(shell.getInt("pid")).isPositive();
    assertThat(shell.getBoolean("succeeded")).isTrue();
    assertThat(methods(shell)).startsWith("start", "lambda$main$0", "run");
    var missing = starts.get(1);
    assertThat(missing.getThread().getJavaName()).isEqualTo("main");
    assertThat(missing.getString("commandLine")).isEqualTo("no-such-program --password '***'");
    assertThat(missing.getInt("pid")).isEqualTo(-1);
    assertThat(missing.getInt("errno")).isEqualTo(2);
    assertThat(missing.getString("error")).contains("No such file or directory");
    assertThat(methods(missing)).containsExactly("start", "main");
  }

  private static List<String> methods(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream()
        .map(RecordedFrame::getMethod)
        .map(method -> method.getName())
        .toList();
  }

  @Test
  void startsAreRecordedWithThreadStackAndOutcome() throws IOException {
    var ended = jvm().traced().run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err().lines().filter(line -> line.startsWith("exectrace")))
        .containsExactly(
            "exectrace: recording only what this JVM starts itself, not its descendants: " + WHY);
    checkStarts(ended);
    assertThat(events(ended, "TracerStatistics"))
        .singleElement()
        .satisfies(
            statistics -> {
              assertThat(statistics.getString("mode")).isEqualTo("java");
              assertThat(statistics.getString("reason")).isEqualTo(WHY);
              assertThat(statistics.getLong("hookFailures")).isZero();
              assertThat(statistics.getLong("unrecorded")).isZero();
            });
  }

  @Test
  void whatTheApplicationSeesOfAFailureIsTheSameToTheByte() throws IOException {
    var without = jvm().run();
    var with = jvm().traced("quiet").run();

    assertThat(without.err()).contains("no-such-program");
    assertThat(with.err()).isEqualTo(without.err());
    assertThat(with.out()).isEqualTo(without.out()).isEqualTo("5\n");
  }

  @Test
  void recordingsOfTheJvmHaveThemToo() throws IOException {
    var jvm = jvm().agent("");
    var flag = "-XX:StartFlightRecording:filename=" + jvm.recording();

    checkStarts(jvm.flags(flag, "-Xlog:jfr+startup=off").run());
  }

  @Test
  void withoutARecordingNothingIsSaid() throws IOException {
    var ended = jvm().agent("").run();

    assertThat(ended.err()).doesNotContain("exectrace");
  }

  @Test
  void whoWantsTheKernelOrNothingGetsNothing() throws IOException {
    var ended = jvm().traced("mode=kernel").run();

    assertThat(ended.err()).contains("exectrace: not tracing: " + WHY);
    assertThat(events(ended, "ProcessSpawn")).isEmpty();
  }

  @Test
  void theReportSaysWhatIsNotKnown() throws IOException {
    var recording = jvm().traced("quiet").run().recording();
    var elsewhere = Files.createDirectory(scratch.resolve("report"));

    var report = Jvm.commandLine(elsewhere, "report", recording.toString()).run();

    assertThat(report.out())
        .contains("The kernel was not traced: " + WHY)
        .contains("2 starts by Java threads, 1 of them failed")
        .contains("worker-1");
  }
}
