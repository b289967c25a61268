package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.OnCommand;
import io.github.exectrace.harness.BpfResources;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of recordings do, also when several differ and while they run. */
@Privileged
class SettingsTest {
  private static final Duration LONGEST_CLEANING = Duration.ofSeconds(10);

  @TempDir private Path scratch;

  private Running start(String options) {
    return Jvm.running(scratch, OnCommand.class).agent(options).start();
  }

  private Trace trace(String recording) {
    return Trace.read(scratch.resolve(recording + ".jfr"));
  }

  private List<RecordedEvent> events(String recording, String name) throws IOException {
    return RecordingFile.readAllEvents(scratch.resolve(recording + ".jfr")).stream()
        .filter(event -> event.getEventType().getName().equals("exectrace." + name))
        .toList();
  }

  private static String commandLine(Trace trace, String pid) {
    return trace.program(exec -> exec.pid() == Integer.parseInt(pid)).commandLine();
  }

  /** What spawn, exec and exit say of a process, which must be the same. */
  private static String commandLineOfAll(Trace trace, String pid) {
    int number = Integer.parseInt(pid);
    var commandLine = commandLine(trace, pid);
    assertThat(trace.exitOf(number).commandLine()).isEqualTo(commandLine);
    assertThat(trace.spawns())
        .filteredOn(spawn -> spawn.pid() == number)
        .extracting(Trace.Spawn::commandLine)
        .containsExactly(commandLine);
    return commandLine;
  }

  private static boolean saw(Trace trace, String part) {
    return trace.execs().stream()
        .anyMatch(exec -> exec.commandLine() != null && exec.commandLine().contains(part));
  }

  /** Runs something that the JVM has nothing to do with, once the settings are in effect. */
  private static void runUnrelated(Running jvm, String name) {
    jvm.order("run", "/bin/true");
    Command.run("/bin/echo", name + beside(jvm));
  }

  private static String beside(Running jvm) {
    return "-beside-" + jvm.pid();
  }

  @Test
  void changesWhileRunning() {
    try (var jvm = start("")) {
      jvm.order("start", "a");
      var full = jvm.order("run", "/bin/echo", "one");
      jvm.order("set", "a", "ProcessExec#arguments=first");
      var first = jvm.order("run", "/bin/echo", "two");
      jvm.order("set", "a", "ProcessExec#arguments=none");
      var none = jvm.order("run", "/bin/echo", "three");
      runUnrelated(jvm, "unseen");
      jvm.order("set", "a", "ProcessExec#scope=system", "ProcessExec#argumentLimit=15");
      runUnrelated(jvm, "seen");
      var cut = jvm.order("run", "/bin/echo", "a", "much", "longer", "one");
      jvm.order("set", "a");
      runUnrelated(jvm, "unseen");
      jvm.order("stop", "a");

      var trace = trace("a");
      assertThat(commandLineOfAll(trace, full)).isEqualTo("/bin/echo one");
      assertThat(commandLineOfAll(trace, first)).isEqualTo("/bin/echo");
      assertThat(commandLineOfAll(trace, none)).isNull();
      assertThat(commandLineOfAll(trace, cut)).isEqualTo("/bin/echo a muc …");
      // It was cut, too.
      assertThat(saw(trace, "/bin/echo seen")).isTrue();
      assertThat(saw(trace, "unseen")).isFalse();
      assertThat(trace.lastStatistics().unattributed()).isZero();
      assertThat(trace.lastStatistics().unrecorded()).isZero();
    }
  }

  @Test
  void redactionWhileRunning() throws IOException {
    var command = new String[] {"run", "/bin/echo", "--password=hunter2", "cust-12", "id-34"};
    try (var jvm = start("redact=id-\\d+")) {
      jvm.order("start", "a", "ProcessExec#redaction=none");
      var none = jvm.order(command);
      jvm.order("set", "a", "ProcessExec#redaction=default");
      var byDefault = jvm.order(command);
      jvm.order("set", "a", "ProcessExec#redaction=none,cust-\\d+");
      var pattern = jvm.order(command);
      jvm.order("set", "a", "ProcessExec#redaction=agent");
      var agent = jvm.order(command);
      jvm.order("set", "a", "ProcessExec#redaction=default");
      var again = jvm.order(command);
      jvm.order("set", "a");
      var silent = jvm.order(command);
      jvm.order("set", "a", "ProcessExec#redaction=(");
      var wrong = jvm.order(command);
      assertThat(jvm.awaitError("redaction")).startsWith("exectrace: ").contains("no effect");
      jvm.order("stop", "a");

      var trace = trace("a");
      assertThat(commandLineOfAll(trace, none))
          .isEqualTo("/bin/echo --password=hunter2 cust-12 id-34");
      assertThat(commandLineOfAll(trace, byDefault))
          .isEqualTo("/bin/echo '--password=***' cust-12 id-34");
      assertThat(commandLineOfAll(trace, pattern))
          .isEqualTo("/bin/echo --password=hunter2 '***' id-34");
      assertThat(commandLineOfAll(trace, again)).isEqualTo(commandLine(trace, byDefault));
      assertThat(List.of(agent, silent, wrong))
          .allSatisfy(
              pid ->
                  assertThat(commandLineOfAll(trace, pid))
                      .isEqualTo("/bin/echo '--password=***' cust-12 '***'"));
      assertThat(events("a", "TracerStatistics").getLast().getString("redaction"))
          .isEqualTo("default and 1 pattern");
    }
  }

  @Test
  void severalRecordingsThatDiffer() throws IOException {
    var command = new String[] {"run", "/bin/echo", "--password=hunter2", "cust-12"};
    try (var jvm = start("")) {
      // Without "enabled" the recorder takes the event for disabled as soon as there are several.
      jvm.order(
          "start",
          "a",
          "ProcessExec#enabled=true",
          "ProcessExec#arguments=first",
          "ProcessExec#redaction=none");
      jvm.order(
          "start",
          "b",
          "ProcessExec#enabled=true",
          "ProcessExec#scope=system",
          "ProcessExec#argumentLimit=64k",
          "ProcessExec#redaction=none,cust-\\d+");
      jvm.order("start", "c", "ProcessExec#enabled=true", "ProcessExec#redaction=none");
      var both = jvm.order(command);
      runUnrelated(jvm, "seen");
      jvm.order("dump", "a", "merged.jfr");
      jvm.order("stop", "b");
      var later = jvm.order(command);
      runUnrelated(jvm, "unseen");
      jvm.order("stop", "c");
      var last = jvm.order(command);
      jvm.order("stop", "a");

      var trace = trace("a");
      assertThat(commandLineOfAll(trace, both)).isEqualTo("/bin/echo --password=hunter2 '***'");
      assertThat(commandLineOfAll(trace, later)).isEqualTo("/bin/echo --password=hunter2 cust-12");
      assertThat(commandLineOfAll(trace, last)).isEqualTo("/bin/echo");
      assertThat(saw(trace, "seen" + beside(jvm))).isTrue();
      assertThat(saw(trace, "unseen")).isFalse();
      var merged = events("merged", "TracerStatistics").getLast();
      assertThat(merged.getString("scope")).isEqualTo("system");
      assertThat(merged.getString("arguments")).isEqualTo("full");
      assertThat(merged.getInt("argumentLimit")).isEqualTo(65536);
      assertThat(merged.getString("redaction")).isEqualTo("none and 1 pattern");
    }
  }

  @Test
  void enablingAttachesAndDisablingDetaches() {
    try (var jvm = start("")) {
      jvm.order(
          "start",
          "a",
          "ProcessSpawn#enabled=false",
          "NativeSpawn#enabled=false",
          "ProcessAdopted#enabled=false",
          "ProcessExec#enabled=false",
          "ProcessExit#enabled=false");
      jvm.order("run", "/bin/true");
      assertThat(BpfResources.of(jvm.pid())).matches(BpfResources::isEmpty);
      jvm.order("enable", "a", "exectrace.ProcessExec");
      var pid = jvm.order("run", "/bin/echo", "enabled");
      assertThat(BpfResources.of(jvm.pid()).isEmpty()).isFalse();
      jvm.order("dump", "a", "enabled.jfr");
      jvm.order("disable", "a", "exectrace.ProcessExec");
      jvm.order("run", "/bin/echo", "disabled");

      Waiting.upTo(LONGEST_CLEANING, () -> BpfResources.of(jvm.pid()).isEmpty());
      assertThat(BpfResources.of(jvm.pid())).matches(BpfResources::isEmpty);
      jvm.order("stop", "a");
      assertThat(commandLine(trace("enabled"), pid)).isEqualTo("/bin/echo enabled");
      assertThat(trace("a").programs()).hasSize(1);
      assertThat(trace("a").spawns()).isEmpty();
      assertThat(trace("a").exits()).isEmpty();
    }
  }

  @Test
  void thresholdsAndStackTraces() throws IOException {
    try (var jvm = start("")) {
      jvm.order("start", "a", "ProcessExit#threshold=300 ms", "ProcessSpawn#threshold=1 h");
      jvm.order("run", "/bin/true");
      var slow = jvm.order("run", "/bin/sleep", "0.4");
      jvm.order("stop", "a");
      jvm.order("start", "b", "ProcessSpawn#stackTrace=false");
      var pid = jvm.order("run", "/bin/true");
      jvm.order("stop", "b");

      var trace = trace("a");
      assertThat(trace.spawns()).isEmpty();
      assertThat(trace.programs()).hasSize(2);
      assertThat(trace.exitOf(Integer.parseInt(slow)).commandLine()).isEqualTo("/bin/sleep 0.4");
      assertThat(trace.exits()).allMatch(exit -> exit.lifetime().toMillis() >= 300);
      var spawn = events("b", "ProcessSpawn").getFirst();
      assertThat(spawn.getInt("pid")).isEqualTo(Integer.parseInt(pid));
      assertThat(Optional.ofNullable(spawn.getStackTrace())).isEmpty();
    }
  }

  @Test
  void recordingStreamWithSettings() {
    try (var jvm = start("")) {
      jvm.order("stream", "s", "ProcessExit#enabled=false", "ProcessExec#scope=system");
      var pid = jvm.order("run", "/bin/true");
      var unrelated = Command.run("/bin/sh", "-c", "echo $$").strip();
      jvm.order("run", "/bin/true");

      assertThat(jvm.order("end-stream", "s").split(",", -1))
          .contains("launcher " + pid, "exec " + pid, "exec " + unrelated)
          .noneMatch(entry -> entry.startsWith("exit"));
    }
  }
}
