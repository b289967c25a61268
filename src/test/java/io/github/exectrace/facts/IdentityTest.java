package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.ProcessEvent.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who executed a program. */
@Privileged
@ExtendWith(Watching.class)
class IdentityTest {
  private static final int NO_SUCH_CALL = 3;
  private static final int UNPRIVILEGED = 65534;

  @TempDir private Path scratch;

  @Test
  void theProcessAndItsParentAreReported(Watch watch) throws IOException {
    var finished = watch.run("/bin/true");

    var head = watch.exec("/bin/true").head();
    assertThat(head.pid()).isEqualTo(finished.pid());
    assertThat(head.tid()).isEqualTo(finished.pid());
    assertThat(head.parentPid()).isEqualTo(Math.toIntExact(ProcessHandle.current().pid()));
    assertThat(watch.exitOf(finished.pid()).head().parentPid()).isEqualTo(head.parentPid());
  }

  @Test
  void theThreadThatCalledExecIsReportedNotTheLeader(Watch watch) throws IOException {
    var finished = watch.run(CProgram.path("exec_from_thread"), "/bin/true");

    var exec = watch.exec("/bin/true");
    assertThat(exec.head().pid()).isEqualTo(finished.numbers()[0]);
    assertThat(exec.head().tid()).isEqualTo(finished.numbers()[1]).isNotEqualTo(exec.head().pid());
    assertThat(exec.callerName()).hasToString("worker");
  }

  @Test
  void theCallersNameIsTheOneBeforeTheExec(Watch watch) throws IOException {
    var renamed = Files.copy(Path.of("/bin/sh"), scratch.resolve("a shell's \"name\"\n"));
    watch.run(renamed.toString(), "-c", "exec /bin/true");

    assertThat(watch.exec("/bin/true").callerName()).hasToString("a shell's \"name");
  }

  @Test
  void aFailedExecDoesNotSpoilTheCallersName(Watch watch) throws IOException {
    watch.run("/bin/sh", "-c", "/no/such/program; exec /bin/true");

    assertThat(watch.failure("/no/such/program").attempt().callerName()).hasToString("sh");
    assertThat(watch.exec("/bin/true").callerName()).hasToString("sh");
  }

  @Test
  void aSetuidProgramHasTheCallersRealAndTheOwnersEffectiveIds(Watch watch) throws IOException {
    var folder = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(scratch, folder);
    var id = Files.copy(Path.of("/usr/bin/id"), scratch.resolve("id")).toString();
    watch.run("/bin/chmod", "u=rwxs,g=rxs,o=rx", id);
    var finished =
        watch.run(
            Requirement.program("setpriv"),
            "--reuid=" + UNPRIVILEGED,
            "--regid=" + UNPRIVILEGED,
            "--clear-groups",
            id);

    assertThat(finished.text())
        .contains("uid=" + UNPRIVILEGED, "gid=" + UNPRIVILEGED, "euid=0", "egid=0");
    var exec = watch.exec(id);
    assertThat(exec.userId()).isEqualTo(UNPRIVILEGED);
    assertThat(exec.groupId()).isEqualTo(UNPRIVILEGED);
    assertThat(exec.effectiveUserId()).isZero();
    assertThat(exec.effectiveGroupId()).isZero();
  }

  @Test
  void severalExecsInARowAreOneProcessWithOneEnd(Watch watch) throws IOException {
    var finished = watch.run("/bin/sh", "-c", "exec /usr/bin/env /bin/sh -c 'exec /bin/echo end'");

    var row = watch.matching(Exec.class, exec -> exec.head().pid() == finished.pid());
    assertThat(row)
        .filteredOn(exec -> !exec.executable().endsWith("/jspawnhelper"))
        .extracting(exec -> exec.executable().text())
        .containsExactly("/bin/sh", "/usr/bin/env", "/bin/sh", "/bin/echo");
    var last = row.subList(row.size() - 3, row.size());
    assertThat(last)
        .extracting(exec -> exec.callerName().text())
        .containsExactly("sh", "env", "sh");
    assertThat(last.getLast().arguments().toCommandLine()).isEqualTo("/bin/echo end");
    assertThat(watch.matching(Exit.class, exit -> exit.head().pid() == finished.pid())).hasSize(1);
  }

  @Test
  void anOrphansParentIsTheOneThatTookItIn(Watch watch, @TempDir Path scratch) throws IOException {
    // Into a file: a pipe to this JVM ends with the program, and the orphan prints after that.
    var output = scratch.resolve("output");
    var finished =
        watch.run(
            "sh", "-c", "exec \"$0\" \"$1\" >" + output, CProgram.path("orphan"), "/bin/true");

    var exec = watch.exec("/bin/true");
    var printed = new Finished(finished.pid(), 0, Files.readAllBytes(output)).numbers();
    int orphan = printed[0];
    int newParent = printed[2];
    assertThat(exec.head().pid()).isEqualTo(orphan);
    assertThat(exec.head().parentPid()).isEqualTo(newParent).isNotEqualTo(finished.pid());
    assertThat(watch.exitOf(orphan).head().parentPid()).isEqualTo(newParent);
  }

  @Test
  void anExecveOf32BitIsOneAsAnyOther(Watch watch) throws IOException {
    Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "x86 alone has both");
    var finished = watch.run(CProgram.path("exec_32_bit"), CProgram.path("own_arguments"), "a b");

    Assumptions.assumeTrue(finished.exitCode() != NO_SUCH_CALL, "no 32-bit calls in this kernel");
    var exec = watch.exec(CProgram.path("own_arguments"));
    assertThat(exec.head().pid()).isEqualTo(finished.pid());
    assertThat(exec.arguments().block()).isEqualTo(finished.output());
    assertThat(exec.arguments().count()).isEqualTo(2);
    assertThat(exec.callerName()).hasToString("exec_32_bit");
  }
}
