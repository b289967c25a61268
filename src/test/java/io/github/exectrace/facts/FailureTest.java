package io.github.exectrace.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.Errno;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Kernel;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.ProcessEvent.ExecFailed;
import io.github.exectrace.tracer.ProcessEvent.Exit;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Execs that failed: what was tried, with which arguments, and why not. */
@Privileged
@ExtendWith(Watching.class)
class FailureTest {
  private static final int LIMIT = TracerOptions.defaults().argumentLimit();
  private static final int CHUNK = 4096; // STRING_CHUNK of exectrace.h

  /** There is no room for the new program when the old one is gone. */
  private static final String TOO_LATE = "ulimit -v 100; exec \"$0\" argument";

  @TempDir private Path scratch;

  @BeforeAll
  static void kernel() throws IOException {
    Kernel.needFailedExecs();
  }

  private String file(String name, String content, String permissions) throws IOException {
    var file = Files.writeString(scratch.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file.toString();
  }

  private static ExecFailed fail(Watch watch, String file, List<String> arguments)
      throws IOException {
    var command = new ArrayList<>(List.of(CProgram.path("exec_as"), file));
    command.addAll(arguments);
    var finished = watch.run(command.toArray(String[]::new));

    var failure = watch.failure(file);
    assertThat(failure.errno()).isEqualTo(finished.numbers()[0]);
    assertThat(failure.head().pid()).isEqualTo(finished.pid());
    assertThat(failure.head().tid()).isEqualTo(finished.pid());
    assertThat(failure.attempt().callerName()).hasToString("exec_as");
    return failure;
  }

  private static void checkFails(Watch watch, String file, Errno errno) throws IOException {
    var failure = fail(watch, file, List.of("name", "", "last\n"));

    assertThat(Errno.name(failure.errno())).isEqualTo(errno.name());
    var arguments = failure.attempt().arguments();
    assertThat(Watch.texts(arguments)).containsExactly("name", "", "last\n");
    assertThat(arguments.truncated()).isFalse();
    assertThat(arguments.count()).isEqualTo(3);
    assertThat(arguments.totalBytes()).isEqualTo("name\0\0last\n\0".length());
  }

  @Test
  void aFileThatIsMissing(Watch watch) throws IOException {
    checkFails(watch, scratch + "/missing", Errno.ENOENT);
  }

  @Test
  void aFileThatMayNotBeExecuted(Watch watch) throws IOException {
    checkFails(watch, file("forbidden", "", "rw-r--r--"), Errno.EACCES);
  }

  @Test
  void aFileThatIsNoProgram(Watch watch) throws IOException {
    checkFails(watch, file("garbage", "\1\2\3", "rwxr-xr-x"), Errno.ENOEXEC);
  }

  @Test
  void aFileBelowOneThatIsNoDirectory(Watch watch) throws IOException {
    checkFails(watch, file("plain", "", "rwxr-xr-x") + "/below", Errno.ENOTDIR);
  }

  @Test
  void aScriptWhoseInterpreterIsMissing(Watch watch) throws IOException {
    checkFails(watch, file("script", "#!/no/such/shell\n", "rwxr-xr-x"), Errno.ENOENT);
  }

  @Test
  void aFileThatIsMissingBelowADescriptor(Watch watch) throws IOException {
    var file = file("plain", "", "rwxr-xr-x");
    var finished = watch.run(CProgram.path("exec_by_descriptor"), "missing", file, "argument");

    var failure = watch.failure("/dev/fd/" + finished.numbers()[0] + "/missing");
    assertThat(failure.errno()).isEqualTo(Errno.ENOENT.number());
    assertThat(Watch.texts(failure.attempt().arguments())).containsExactly(file, "argument");
  }

  @Test
  void aDescriptorOfNoProgram(Watch watch) throws IOException {
    var file = file("garbage", "\1\2\3", "rwxr-xr-x");
    var finished = watch.run(CProgram.path("exec_by_descriptor"), "unready", file, "argument");

    var failure = watch.failure("/dev/fd/" + finished.numbers()[0]);
    assertThat(failure.errno()).isEqualTo(Errno.ENOEXEC.number());
    assertThat(Watch.texts(failure.attempt().arguments())).containsExactly(file, "argument");
  }

  private static Watch withLimit(int bytes) throws IOException {
    return Watch.open(Watch.options().withArgumentLimit(bytes));
  }

  /** As exec_as makes them. */
  private static String block(List<String> arguments) {
    return arguments.stream()
        .map(each -> each.startsWith("@") ? "x".repeat(Integer.parseInt(each.substring(1))) : each)
        .map(each -> each + "\0")
        .collect(Collectors.joining());
  }

  /** What the record must hold where it may hold so many bytes, however it failed. */
  private static void check(Arguments arguments, List<String> all, int limit) {
    var block = block(all);
    assertThat(arguments.count()).isEqualTo(all.size());
    assertThat(arguments.totalBytes()).isEqualTo(block.length());
    assertThat(new String(arguments.block(), UTF_8))
        .isEqualTo(block.substring(0, Math.min(limit, block.length())));
    assertThat(arguments.truncated()).isEqualTo(block.length() > limit);
  }

  private void checkMissing(Watch watch, List<String> arguments, int limit) throws IOException {
    watch.forget();
    check(fail(watch, scratch + "/missing", arguments).attempt().arguments(), arguments, limit);
  }

  @Test
  void anArgumentThatIsTooLongIsMeasured(Watch watch) throws IOException {
    var arguments = List.of("name", "@131072", "last");
    var failure = fail(watch, CProgram.path("own_arguments"), arguments);

    assertThat(failure.errno()).isEqualTo(Errno.E2BIG.number());
    check(failure.attempt().arguments(), arguments, LIMIT);
  }

  @Test
  void manyArgumentsAreCountedAndMeasured(Watch watch) throws IOException {
    checkMissing(watch, Collections.nCopies(24, "x"), LIMIT);
    checkMissing(watch, Collections.nCopies(25, "x"), LIMIT);
    checkMissing(watch, Collections.nCopies(301, ""), LIMIT);
    checkMissing(watch, Collections.nCopies(301, "argument"), LIMIT);
    checkMissing(watch, Collections.nCopies(10_000, "argument"), LIMIT);
  }

  @Test
  void longArgumentsAreCountedAndMeasured(Watch watch) throws IOException {
    checkMissing(watch, List.of("@30005"), LIMIT);
    checkMissing(watch, List.of("name", "@30005", "", "last"), LIMIT);
    checkMissing(watch, Collections.nCopies(15, "@131071"), LIMIT);
  }

  @Test
  void theirLimitIsThatOfOtherExecsAndExact(Watch watch) throws IOException {
    checkMissing(watch, List.of("@" + (LIMIT - 1)), LIMIT);
    checkMissing(watch, List.of("@" + LIMIT), LIMIT);
    checkMissing(watch, List.of("name", "@" + (LIMIT - "name\0".length()), "last"), LIMIT);
    for (int limit : List.of(0, 1, 100, TracerOptions.MAX_ARGUMENT_LIMIT)) {
      try (var other = withLimit(limit)) {
        checkMissing(other, List.of("name", "secret", "@100000"), limit);
      }
    }
  }

  @Test
  void argumentsOfWhateverLengthAreComplete() throws IOException {
    try (var watch = withLimit(TracerOptions.MAX_ARGUMENT_LIMIT)) {
      for (int length = CHUNK - 3; length <= CHUNK + 1; length++) {
        checkMissing(
            watch,
            List.of("@" + length, "", "@" + 2 * length, "last"),
            TracerOptions.MAX_ARGUMENT_LIMIT);
      }
    }
  }

  @Test
  void moreThanIsReadIsCountedAndNotMeasured(Watch watch) throws IOException {
    for (int number : List.of(40_000, 40_001, 40_015)) {
      watch.forget();
      var all = Collections.nCopies(number, "x");
      var arguments = fail(watch, scratch + "/missing", all).attempt().arguments();

      assertThat(arguments.count()).isEqualTo(number);
      assertThat(arguments.totalBytes()).isEqualTo(Arguments.UNKNOWN);
      assertThat(arguments.truncated()).isTrue();
      assertThat(arguments.block()).isEqualTo(block(all).substring(0, LIMIT).getBytes(UTF_8));
    }
  }

  @Test
  void argumentsThatNobodyHasTouchedAreNotMadeUp(Watch watch) throws IOException {
    var missing = scratch + "/missing";
    var finished = watch.run(CProgram.path("exec_unmapped"), missing);

    assertThat(finished.numbers()[0]).isEqualTo(Errno.ENOENT.number());
    var arguments = watch.failure(missing).attempt().arguments();
    // Newer kernels find no file and never look at them, and a tracer may not make them do so.
    if (arguments.truncated()) {
      assertThat(arguments.list()).isEmpty();
      assertThat(arguments.count()).isEqualTo(Arguments.UNKNOWN);
      assertThat(arguments.totalBytes()).isEqualTo(Arguments.UNKNOWN);
    } else {
      assertThat(Watch.texts(arguments)).containsExactly("first", "second", "");
    }
  }

  @Test
  void anArgumentThatNobodyHasTouchedCountsAndIsSaidToBeMissing(Watch watch) throws IOException {
    var missing = scratch + "/missing";
    watch.run(CProgram.path("exec_unmapped"), missing, "second");

    var arguments = watch.failure(missing).attempt().arguments();
    assertThat(arguments.count()).isEqualTo(3);
    if (arguments.truncated()) {
      assertThat(Watch.texts(arguments)).containsExactly("first");
      assertThat(arguments.totalBytes()).isEqualTo(Arguments.UNKNOWN);
    } else {
      assertThat(Watch.texts(arguments)).containsExactly("first", "second", "third");
    }
  }

  @Test
  void withoutAnArrayThereAreNoArguments(Watch watch) throws IOException {
    var missing = scratch + "/missing";
    watch.run(CProgram.path("exec_unmapped"), missing, "none");

    check(watch.failure(missing).attempt().arguments(), List.of(), LIMIT);
  }

  @Test
  void theEnvironmentIsMeasuredWhereItMayBeWhatIsTooLarge(Watch watch) throws IOException {
    var program = CProgram.path("own_arguments");
    var script =
        """
        VALUE=$(head -c 140000 /dev/zero | tr '\\0' x)
        export VALUE
        exec "$0" argument
        """;
    watch.run("/bin/sh", "-c", script, program);

    var failure = watch.failure(program);
    assertThat(failure.errno()).isEqualTo(Errno.E2BIG.number());
    assertThat(failure.attempt().environmentBytes()).isBetween(140_000L, 200_000L);
    check(failure.attempt().arguments(), List.of(program, "argument"), LIMIT);

    var other = fail(watch, scratch + "/missing", List.of("name"));
    assertThat(other.attempt().environmentBytes()).isEqualTo(Arguments.UNKNOWN);
  }

  @Test
  void aScriptInMemoryThatItsInterpreterCouldNotOpenIsNamed(Watch watch) throws IOException {
    var script = file("script", "#!/bin/sh\n", "rwxr-xr-x");
    var finished = watch.run(CProgram.path("exec_by_descriptor"), "memfd", script);

    var failure = watch.failure("/dev/fd/" + finished.numbers()[0]);
    assertThat(failure.errno()).isEqualTo(Errno.ENOENT.number());
    assertThat(failure.attempt().file().orElseThrow().path().text()).isEqualTo("/memfd:in memory");
  }

  @Test
  void aFileThatIsMissingBelowADescriptorIsNamedWithItsFolder(Watch watch) throws IOException {
    var file = file("plain", "", "rwxr-xr-x");
    var finished = watch.run(CProgram.path("exec_by_descriptor"), "missing", file);

    var failure = watch.failure("/dev/fd/" + finished.numbers()[0] + "/missing");
    assertThat(failure.attempt().file().orElseThrow().path().text())
        .isEqualTo(scratch.toRealPath() + "/missing");
  }

  @Test
  void anExecThatFailsTooLateIsFatalAndNamesTheFile(Watch watch) throws IOException {
    var program = Files.copy(Path.of("/bin/true"), scratch.resolve("a-rather-long-name"));
    var finished = watch.run("/bin/sh", "-c", TOO_LATE, program.toString());

    var failure = watch.failure("a-rather-long-n");
    assertThat(failure.fatal()).isTrue();
    assertThat(failure.head().pid()).isEqualTo(finished.pid());
    var attempt = failure.attempt();
    assertThat(attempt.file().orElseThrow().path().text())
        .isEqualTo(scratch.toRealPath().resolve(program.getFileName()).toString());
    assertThat(attempt.callerName()).hasToString("sh");
    assertThat(attempt.interpreter()).isEmpty();
    assertThat(attempt.arguments().count()).isEqualTo(Arguments.UNKNOWN);
    assertThat(attempt.arguments().totalBytes()).isEqualTo(Arguments.UNKNOWN);
    assertThat(attempt.arguments().toCommandLine()).isEqualTo("…");
    checkKilledInExec(watch.exitOf(finished.pid()), "a-rather-long-n");
  }

  @Test
  void aScriptWhoseExecFailsTooLateIsNamedWithItsInterpreter(Watch watch) throws IOException {
    var script = file("script", "#!/bin/sh\n", "rwxr-xr-x");
    var finished = watch.run("/bin/sh", "-c", TOO_LATE, script);

    var attempt = watch.failure("script").attempt();
    assertThat(attempt.file().orElseThrow().path().text()).isEqualTo("script");
    assertThat(attempt.interpreter())
        .contains(ByteString.of(Path.of("/bin/sh").toRealPath().toString()));
    checkKilledInExec(watch.exitOf(finished.pid()), "script");
  }

  private static void checkKilledInExec(Exit exit, String name) {
    assertThat(exit.name()).hasToString(name);
    assertThat(exit.callerName()).contains(ByteString.of("sh"));
    assertThat(exit.signal()).isPositive();
  }

  /** Likewise for who does not trace failed execs, on each kernel. */
  @Test
  void aProcessThatIsKilledWithinAnExecSaysSoAtItsEnd() throws IOException {
    var program = Files.copy(Path.of("/bin/true"), scratch.resolve("program"));
    try (var watch = Watch.open(TracerOptions.defaults())) {
      var finished = watch.run("/bin/sh", "-c", TOO_LATE, program.toString());
      checkKilledInExec(watch.exitOf(finished.pid()), "program");

      var other = watch.run("/bin/sh", "-c", "exec /bin/true");
      assertThat(watch.exitOf(other.pid()).callerName()).isEmpty();
    }
  }
}
