package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a process is what happened to it. */
@Privileged
class FactsTest {
  @TempDir private Path scratch;

  private Trace traceOf(String... arguments) {
    var ended = Jvm.running(scratch, Commands.class).arguments(arguments).traced().run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.trace();
  }

  private Path file(String name, String content, String permissions) throws IOException {
    var file = Files.writeString(scratch.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void anExitCodeOrASignalIsRecorded() {
    var trace =
        traceOf("sh", "-c", "exit 42", "--", "sh", "-c", "kill -9 $$", "--", "sh", "-c", "exit 0");

    var failed = trace.exitOf(trace.spawnEndingWith("'exit 42'").pid());
    assertThat(failed.exitCode()).isEqualTo(42);
    assertThat(failed.signal()).isZero();
    assertThat(failed.coreDumped()).isFalse();
    var killed = trace.exitOf(trace.spawnEndingWith("'kill -9 $$'").pid());
    assertThat(killed.exitCode()).isEqualTo(-1);
    assertThat(killed.signal()).isEqualTo(9);
    assertThat(killed.coreDumped()).isFalse();
    assertThat(trace.exitOf(trace.spawnEndingWith("'exit 0'").pid()).exitCode()).isZero();
  }

  @Test
  void theLifetimeIsThatOfTheProcess() {
    var begin = Instant.now();
    var trace = traceOf("/bin/sleep", "0.5");
    var end = Instant.now();

    var sleep = trace.programEndingWith("/bin/sleep 0.5");
    assertThat(trace.exitOf(sleep.pid()).lifetime())
        .isBetween(Duration.ofMillis(500), Duration.between(begin, end));
    assertThat(sleep.kernelTime()).isBetween(begin.minusMillis(1), end.plusMillis(1));
  }

  @Test
  void aStartThatFailsTellsWhy() throws IOException {
    var missing = scratch.resolve("missing").toString();
    var forbidden = file("forbidden", "", "rw-r--r--").toString();
    var trace = traceOf(missing, "argument", "--", forbidden);

    var first = trace.spawnEndingWith("missing argument");
    assertThat(first.succeeded()).isFalse();
    assertThat(first.errno()).isEqualTo(2);
    assertThat(first.pid()).isEqualTo(-1);
    assertThat(first.error()).contains("No such file or directory");
    assertThat(first.executable()).isEqualTo(missing);
    var second = trace.spawnEndingWith("forbidden");
    assertThat(second.succeeded()).isFalse();
    assertThat(second.errno()).isEqualTo(13);
    assertThat(trace.programs()).isEmpty();
    assertThat(trace.execs())
        .extracting(exec -> exec.origin().spawnId())
        .containsExactlyInAnyOrder(first.spawnId(), second.spawnId());
  }

  @Test
  void aRelativeWorkingDirectoryIsRecordedAsTheOneThatItIs() throws IOException {
    var given = Files.createDirectories(scratch.resolve("outer/inner")).toRealPath();
    var here = scratch.toRealPath().toString();
    var trace =
        Jvm.running(scratch, Commands.class)
            .flags("-Duser.dir=/usr") // where the JVM is not
            .traced()
            .arguments(
                "@outer/inner",
                "/bin/echo",
                "given",
                "--",
                "@.",
                "/bin/echo",
                "here",
                "--",
                "/bin/echo",
                "inherited")
            .run()
            .trace();

    assertThat(trace.spawnEndingWith("given").workingDirectory()).isEqualTo(given.toString());
    assertThat(trace.spawnEndingWith("here").workingDirectory()).isEqualTo(here);
    assertThat(trace.spawnEndingWith("inherited").workingDirectory()).isEqualTo(here);
    assertThat(trace.spawns())
        .allSatisfy(
            spawn ->
                assertThat(trace.program(exec -> exec.pid() == spawn.pid()).workingDirectory())
                    .isEqualTo(spawn.workingDirectory()));
  }

  @Test
  void theWorkingDirectoryIsTheOneThatWasGivenOrElseTheJvms() throws IOException {
    var given = Files.createDirectory(scratch.resolve("a folder")).toRealPath();
    var trace = traceOf("@" + given, "/bin/echo", "given", "--", "/bin/echo", "inherited");

    var inherited = scratch.toRealPath().toString();
    assertThat(trace.programEndingWith("given").workingDirectory()).isEqualTo(given.toString());
    assertThat(trace.spawnEndingWith("given").workingDirectory()).isEqualTo(given.toString());
    assertThat(trace.programEndingWith("inherited").workingDirectory()).isEqualTo(inherited);
    assertThat(trace.spawnEndingWith("inherited").workingDirectory()).isEqualTo(inherited);
  }

  @Test
  void aRelativeProgramIsMadeAbsolute() throws IOException {
    file("relative", "#!/bin/sh\n", "rwxr-xr-x");
    var trace = traceOf("sh", "-c", "./relative 1; :");

    assertThat(trace.programEndingWith("./relative 1").executable())
        .isEqualTo(scratch.toRealPath() + "/./relative");
  }

  @Test
  void aScriptNamesItsInterpreter() throws IOException {
    var script = file("script", "#!/bin/sh\n/bin/echo from a script\n", "rwxr-xr-x").toString();
    var trace = traceOf(script, "first", "a second");

    var exec = trace.program(each -> each.executable().equals(script));
    assertThat(exec.interpreter()).isEqualTo("/bin/sh");
    // The interpreter's own arguments: that is what the kernel makes of it.
    assertThat(exec.commandLine()).isEqualTo("/bin/sh " + script + " first 'a second'");
    assertThat(trace.programEndingWith("from a script").interpreter()).isNull();
  }

  @Test
  void aScriptThatNamesNoInterpreterIsRunByTheShell() throws IOException {
    var script = file("plain", "/bin/echo without one\n", "rwxr-xr-x").toString();
    var trace = traceOf(script);

    assertThat(trace.spawnEndingWith("plain").succeeded()).isTrue();
    assertThat(trace.programEndingWith("plain").commandLine()).isEqualTo("/bin/sh " + script);
    assertThat(trace.programEndingWith("without one").depth()).isEqualTo(2);
  }

  @Test
  void argumentsBeyondTheLimitAreCutButCounted() {
    var argument = "x".repeat(5000);
    var trace = traceOf("/bin/echo", argument, argument, "end");

    var exec = trace.program(each -> each.executable().equals("/bin/echo"));
    int bytes = "/bin/echo".length() + 1 + 2 * (5000 + 1) + "end".length() + 1;
    assertThat(exec.truncated()).isTrue();
    assertThat(exec.argumentCount()).isEqualTo(4);
    assertThat(exec.argumentBytes()).isEqualTo(bytes);
    int captured = 8192 - ("/bin/echo".length() + 1) - (5000 + 1);
    var commandLine = "/bin/echo " + argument + " " + "x".repeat(captured) + " …";
    assertThat(exec.commandLine()).isEqualTo(commandLine);
    assertThat(trace.spawns().getFirst().commandLine()).isEqualTo(commandLine);
  }

  @Test
  void theCallersNameAndUserAreRecorded() {
    var trace = traceOf("sh", "-c", "/bin/echo who; :");

    var exec = trace.programEndingWith("/bin/echo who");
    assertThat(exec.callerName()).isEqualTo("sh");
    assertThat(exec.userId()).isZero();
    assertThat(trace.execs()).extracting(Exec::launcher).containsExactly(true, false, false);
  }
}
