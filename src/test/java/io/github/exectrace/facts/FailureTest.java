package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.Errno;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Kernel;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.ProcessEvent.ExecFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Execs that failed: what was tried, with which arguments, and why not. */
@Privileged
@ExtendWith(Watching.class)
class FailureTest {
  private static final int MOST_ARGUMENTS = 24; // FAILED_ARGS of exectrace.h
  private static final int LONGEST_ARGUMENT = 1023; // FAILED_ARG_LEN of it, without NUL

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
    assertThat(failure.attempt().callerName()).isEqualTo("exec_as");
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

  @Test
  void anArgumentThatIsTooLong(Watch watch) throws IOException {
    var program = CProgram.path("own_arguments");
    var failure = fail(watch, program, List.of("name", "@131072", "last"));

    assertThat(failure.errno()).isEqualTo(Errno.E2BIG.number());
    var arguments = failure.attempt().arguments();
    assertThat(Watch.texts(arguments)).containsExactly("name", "x".repeat(LONGEST_ARGUMENT + 1));
    assertThat(arguments.truncated()).isTrue();
  }

  @Test
  void asManyArgumentsAsAreReadAreComplete(Watch watch) throws IOException {
    var all = Collections.nCopies(MOST_ARGUMENTS, "x");
    var arguments = fail(watch, scratch + "/missing", all).attempt().arguments();

    assertThat(Watch.texts(arguments)).isEqualTo(all);
    assertThat(arguments.truncated()).isFalse();
  }

  @Test
  void moreArgumentsThanAreReadAreSaidToBeCut(Watch watch) throws IOException {
    var all = Collections.nCopies(MOST_ARGUMENTS + 1, "x");
    var arguments = fail(watch, scratch + "/missing", all).attempt().arguments();

    assertThat(Watch.texts(arguments)).isEqualTo(all.subList(0, MOST_ARGUMENTS));
    assertThat(arguments.truncated()).isTrue();
  }

  @Test
  void theLongestArgumentThatIsReadIsComplete(Watch watch) throws IOException {
    var arguments =
        fail(watch, scratch + "/missing", List.of("@" + LONGEST_ARGUMENT, "last"))
            .attempt()
            .arguments();

    assertThat(Watch.texts(arguments)).containsExactly("x".repeat(LONGEST_ARGUMENT), "last");
    assertThat(arguments.truncated()).isFalse();
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
    } else {
      assertThat(Watch.texts(arguments)).containsExactly("first", "second", "");
    }
  }
}
