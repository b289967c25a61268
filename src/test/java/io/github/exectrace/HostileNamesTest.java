package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.HostileNames;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a program, a folder or a thread is called, a person sees its name and nothing else. */
@Privileged
class HostileNamesTest {
  /** A thread's, which is text; what the kernel has are bytes. */
  private static final String SHOWN =
      "\\nforged = 1\\x1b[2J\\u202e\\u3164\\n}\\n\\nexectrace.ProcessExec {\\n  pid = 1";

  private static final String SHOWN_BYTES =
      SHOWN.replace("\\u202e", "\\xe2\\x80\\xae").replace("\\u3164", "\\xe3\\x85\\xa4");

  @TempDir private Path scratch;
  private Path recording;

  private List<RecordedEvent> record(String... more) throws IOException {
    var arguments = new ArrayList<>(List.of(scratch.toString()));
    arguments.addAll(List.of(more));
    var ended =
        Jvm.running(scratch, HostileNames.class)
            .flags("--enable-native-access=ALL-UNNAMED", "-Dos.version=1\n\u001b[2J")
            .environment("LC_ALL", "C.UTF-8")
            .traced("failures=all")
            .arguments(arguments.toArray(String[]::new))
            .run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    recording = ended.recording();
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().startsWith("exectrace."))
        .toList();
  }

  @Test
  void eachTextOfEachEventIsVisible() throws IOException {
    var named = new TreeSet<String>();
    for (var event : record("with a thread")) {
      for (var field : event.getFields()) {
        if (event.getValue(field.getName()) instanceof String text) {
          var place = event.getEventType().getName() + "." + field.getName();
          var lines = field.getName().equals("sampledStackTrace") ? text.replace("\n", "") : text;
          assertThat(lines).as(place).matches("[ -~…]*");
          if (text.contains(SHOWN) || text.contains(SHOWN_BYTES)) {
            named.add(place);
          }
        }
      }
    }

    assertThat(named)
        .contains(
            "exectrace.ProcessSpawn.executable",
            "exectrace.ProcessSpawn.workingDirectory",
            "exectrace.ProcessExec.executable",
            "exectrace.ProcessExec.workingDirectory",
            "exectrace.ProcessExec.spawnThreadName",
            "exectrace.ProcessExit.spawnThreadName",
            "exectrace.NativeSpawn.spawnThreadName");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json"})
  void whatJfrPrintsHoldsNoEventButThoseRecorded(String option) throws IOException {
    var events = record();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jfr").toString(),
                "print",
                "--events",
                "exectrace.*"));
    if (!option.isEmpty()) {
      command.add(option);
    }
    command.add(recording.toString());
    var printed = Command.run(command.toArray(String[]::new));

    assertThat(printed).matches("[ -~\\n…]*").contains("forged");
    assertThat(printed.lines())
        .noneMatch(line -> line.strip().startsWith("forged"))
        .filteredOn(line -> line.startsWith("exectrace.") || line.contains("\"type\": \"exectrace"))
        .hasSize(events.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "html"})
  void reportsShowTheNames(String format) throws IOException {
    record("with a thread");
    var page = scratch.resolve("report");
    var ended =
        Jvm.commandLine(
                Files.createDirectory(scratch.resolve("command")),
                "report",
                "-f",
                format,
                "-o",
                page.toString(),
                recording.toString())
            .environment("LC_ALL", "C.UTF-8")
            .run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var text = Files.readString(page);
    assertThat(text).contains("forged").doesNotContain("\u001b", "\u202e", "\u3164");
    if (format.equals("html")) {
      // As escapes of JSON they would become raw again when the page is shown.
      assertThat(text).doesNotContain("\\u001b", "\\u202e\\u3164");
    }
    assertThat(text.lines()).noneMatch(line -> line.strip().startsWith("forged"));
  }
}
