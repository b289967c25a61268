package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.OnCommand;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings file that comes with the jar, with the tools of the JDK. */
@Privileged
class JfcTest {
  private static final String SECRET = "Hunter2Hunter2";

  @TempDir private Path scratch;
  private Path file;

  @BeforeEach
  void writeTheFile() {
    file = scratch.resolve("exectrace.jfc");
    var ended = Jvm.commandLine(scratch, "jfc", "-o", file.toString()).run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err()).isEmpty();
  }

  @Test
  void itIsPrintedToo() throws IOException {
    var printed = Jvm.commandLine(scratch, "jfc").run().out();
    var refused = Jvm.commandLine(scratch, "jfc", "-o", "/nowhere/at/all.jfc").run();

    assertThat(printed).isEqualTo(Files.readString(file));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "exectrace: /nowhere/at/all.jfc cannot be written: there is no directory"
                + " /nowhere/at\n");
  }

  @Test
  void startFlightRecording() throws IOException {
    var recording = scratch.resolve("flag.jfr");
    var ended =
        Jvm.running(scratch, Commands.class)
            .flags(
                "-XX:StartFlightRecording:settings=default.jfc,settings="
                    + file
                    + ",filename="
                    + recording,
                "-Xlog:jfr+startup=off")
            .agent("args=full")
            .arguments("/bin/echo", "--password=" + SECRET)
            .run();

    assertThat(ended.err()).isEmpty();
    var trace = Trace.read(recording);
    assertThat(trace.programEndingWith("***'").commandLine())
        .isEqualTo("/bin/echo '--password=***'");
    assertThat(trace.spawns()).singleElement().matches(spawn -> !spawn.stack().isEmpty());
    // Neither in what the JDK records of its own.
    var bytes = new String(Files.readAllBytes(recording), StandardCharsets.ISO_8859_1);
    assertThat(bytes.contains(SECRET)).isFalse();
    assertThat(bytes.contains("jdk.CPULoad")).isTrue();
    checkNames(recording);
  }

  /** The file speaks of all events there are and of no setting that there is not. */
  private void checkNames(Path recording) throws IOException {
    try (var events = new RecordingFile(recording)) {
      var types =
          events.readEventTypes().stream()
              .filter(type -> type.getName().startsWith("exectrace."))
              .toList();
      var there =
          types.stream()
              .flatMap(
                  type ->
                      type.getSettingDescriptors().stream()
                          .map(setting -> type.getName() + "#" + setting.getName()))
              .collect(Collectors.toSet());
      var said =
          jdk.jfr.Configuration.create(file).getSettings().keySet().stream()
              .filter(key -> key.startsWith("exectrace."))
              .collect(Collectors.toSet());
      assertThat(there).containsAll(said);
      assertThat(said)
          .containsAll(
              types.stream().map(EventType::getName).map(name -> name + "#enabled").toList());
      assertThat(said)
          .containsAll(
              types.stream()
                  .filter(type -> type.getName().equals("exectrace.ProcessExec"))
                  .flatMap(type -> type.getSettingDescriptors().stream())
                  .map(SettingDescriptor::getName)
                  .filter(name -> !name.equals("threshold") && !name.equals("stackTrace"))
                  .map(name -> "exectrace.ProcessExec#" + name)
                  .toList());
    } catch (java.text.ParseException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void jcmdAndJfrConfigure() {
    var both = scratch.resolve("both.jfc");
    var jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
    Command.run(
        jfr,
        "configure",
        "--input",
        "default.jfc," + file,
        "--output",
        both.toString(),
        "exectrace-arguments=first",
        "exectrace-exit-threshold=1h");
    try (var jvm = Jvm.running(scratch, OnCommand.class).agent("scope=system").start()) {
      jvm.order("run", "/bin/true"); // a JVM that has only begun refuses to be attached to
      var first = scratch.resolve("first.jfr");
      jvm.jcmd("JFR.start", "name=first", "settings=" + both, "filename=" + first);
      jvm.order("run", "/bin/echo", "first");
      // "As the agent's options say"
      var unrelated = Integer.parseInt(Command.run("/bin/sh", "-c", "echo $$").strip());
      jvm.jcmd("JFR.stop", "name=first");
      var second = scratch.resolve("second.jfr");
      jvm.jcmd(
          "JFR.start",
          "name=second",
          "settings=default.jfc",
          "settings=" + file,
          "exectrace-scope=jvm",
          "exectrace-stack-traces=false",
          "filename=" + second);
      int pid = Integer.parseInt(jvm.order("run", "/bin/echo", "second"));
      var another = Integer.parseInt(Command.run("/bin/sh", "-c", "echo $$").strip());
      jvm.jcmd("JFR.stop", "name=second");

      var firstTrace = Trace.read(first);
      assertThat(firstTrace.spawns())
          .extracting(Trace.Spawn::commandLine)
          .containsExactly("/bin/echo");
      assertThat(firstTrace.execs()).anyMatch(exec -> exec.pid() == unrelated);
      assertThat(firstTrace.exits()).isEmpty();
      // What the kernel reported just before the scope changed may stand in the second recording.
      var secondTrace = Trace.read(second);
      assertThat(secondTrace.spawns()).allMatch(spawn -> spawn.stack().isEmpty()).isNotEmpty();
      assertThat(secondTrace.execs())
          .anyMatch(exec -> exec.pid() == pid)
          .noneMatch(exec -> exec.pid() == another);
    }
  }
}
