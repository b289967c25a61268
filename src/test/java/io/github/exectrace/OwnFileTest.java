package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.OnCommand;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording's file holds what one JVM recorded, and nothing of it is lost with the JVM. */
@Privileged
class OwnFileTest {
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  @TempDir private Path scratch;
  private Path folder;
  private Path file;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(scratch.resolve("recordings"));
    file = folder.resolve("app.jfr");
  }

  private Running start(String name, Path into, String... flags) throws IOException {
    var jvm =
        Jvm.running(Files.createDirectory(scratch.resolve(name)), OnCommand.class)
            .flags(flags)
            .agent("recording=" + into)
            .start();
    jvm.order("run", "/bin/echo", name);
    return jvm;
  }

  private static Ended end(Running jvm) {
    jvm.signal("TERM");
    return jvm.end(LONGEST_END);
  }

  private Path withPid(Running jvm) {
    return folder.resolve("app-" + jvm.pid() + ".jfr");
  }

  private List<String> names() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static void checkHolds(Path recording, String... programs) {
    assertThat(Trace.read(recording).programs())
        .extracting(Trace.Exec::commandLine)
        .containsExactlyInAnyOrder(programs);
  }

  private static String recordingFile(Path recording) throws IOException {
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals("exectrace.TracerStatistics"))
        .map(event -> event.getString("recordingFile"))
        .toList()
        .getLast();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoLivingJvmsHaveAFileEach(boolean secondEndsFirst) throws IOException {
    try (var first = start("first", file);
        var second = start("second", file)) {
      var early = end(secondEndsFirst ? second : first);
      var late = end(secondEndsFirst ? first : second);

      var notices = secondEndsFirst ? early.notices() : late.notices();
      assertThat(notices).hasSize(1);
      assertThat(notices.getFirst())
          .contains(withPid(second).toString(), "another JVM records into " + file);
      checkHolds(file, "/bin/echo first");
      checkHolds(withPid(second), "/bin/echo second");
      assertThat(recordingFile(file)).isEqualTo(file.toString());
      assertThat(recordingFile(withPid(second))).contains("another JVM records into " + file);
      assertThat(names()).containsExactly(withPid(second).getFileName().toString(), "app.jfr");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard", "symbolic"})
  void aLinkIsTheSameFile(String kind) throws IOException {
    try (var first = start("first", file)) {
      var link = Files.createDirectory(scratch.resolve("links")).resolve("link.jfr");
      if (kind.equals("hard")) {
        Files.createLink(link, file);
      } else {
        Files.createSymbolicLink(link, file);
      }
      try (var second = start("second", link)) {
        end(second);
        end(first);

        checkHolds(file, "/bin/echo first");
        checkHolds(link.resolveSibling("link-" + second.pid() + ".jfr"), "/bin/echo second");
      }
    }
  }

  @Test
  void aFileThatWasDeletedMeanwhileIsStillTaken() throws IOException {
    try (var first = start("first", file)) {
      Files.delete(file);
      try (var second = start("second", file)) {
        end(second);
        end(first);

        checkHolds(withPid(second), "/bin/echo second");
      }
    }
  }

  @Test
  void theSameFileTwiceInOneJvm() throws IOException {
    try (var jvm = start("first", file)) {
      jvm.jcmd("JVMTI.agent_load", Jvm.builtJar().toString(), "\"recording=" + file + "\"");
      jvm.order("run", "/bin/echo", "later");
      end(jvm);

      checkHolds(file, "/bin/echo first", "/bin/echo later");
      checkHolds(withPid(jvm), "/bin/echo later");
    }
  }

  /** As it is if a JVM is attached to whose child had the same option. */
  @Test
  void whatEndedMeanwhileIsNotReplaced() throws IOException {
    var parent = Files.createDirectory(scratch.resolve("parent"));
    try (var jvm = Jvm.running(parent, OnCommand.class).start()) {
      jvm.order("run", "/bin/true");
      try (var child = start("child", file)) {
        end(child);
      }
      jvm.jcmd("JVMTI.agent_load", Jvm.builtJar().toString(), "\"recording=" + file + "\"");
      jvm.order("run", "/bin/echo", "parent");
      end(jvm);

      checkHolds(file, "/bin/echo child");
      checkHolds(withPid(jvm), "/bin/echo parent");
    }
  }

  @Test
  void whatAnEarlierRunLeftIsReplaced() throws IOException {
    try (var first = start("first", file)) {
      end(first);
    }
    try (var second = start("second", file)) {
      assertThat(end(second).notices()).isEmpty();
    }

    checkHolds(file, "/bin/echo second");
    assertThat(recordingFile(file)).contains("in place of a recording");
    assertThat(names()).containsExactly("app.jfr");
  }

  @Test
  void whatIsNoRecordingIsNotOverwritten() throws IOException {
    Files.writeString(file, "precious");
    try (var jvm = start("first", file)) {
      assertThat(end(jvm).notices()).singleElement().asString().contains("not overwritten");
    }

    assertThat(file).hasContent("precious");
    assertThat(names()).containsExactly("app.jfr");
  }

  @Test
  void pidAndTimeInTheName() throws IOException {
    try (var jvm = start("first", folder.resolve("%p_%t_%%_%x%"))) {
      end(jvm);

      assertThat(names()).hasSize(1);
      assertThat(names().getFirst()).matches(jvm.pid() + "(_\\d\\d)?\\d\\d(_\\d\\d){5}_%_%x%");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKilledJvmLeavesItBesideTheFile(boolean repositoryChosen) throws IOException {
    var chosen = "-XX:FlightRecorderOptions:repository=" + scratch.resolve("chosen");
    try (var jvm = repositoryChosen ? start("first", file, chosen) : start("first", file)) {
      assertThat(names()).containsExactly("app.jfr", "app.jfr.unfinished");
      jvm.jcmd("JFR.dump", "filename=" + scratch.resolve("dumped.jfr")); // begins another chunk
      jvm.order("run", "/bin/echo", "last");
      jvm.signal("KILL");
      jvm.end(LONGEST_END);

      checkFirstChunk(Path.of(file + ".unfinished"));
    }
    try (var next = start("next", file)) {
      end(next);
      checkHolds(file, "/bin/echo next");
      assertThat(names()).containsExactly("app.jfr", "app.jfr.unfinished-1");
      checkFirstChunk(Path.of(file + ".unfinished-1"));
    }
  }

  private static void checkFirstChunk(Path left) throws IOException {
    try (var repositories = Files.newDirectoryStream(left, "2*")) {
      try (var chunks = Files.list(repositories.iterator().next())) {
        checkHolds(chunks.sorted().toList().getFirst(), "/bin/echo first");
      }
    }
  }
}
