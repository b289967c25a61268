package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Waiting;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.CgroupPaths;
import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that see the machine another way: pid and mount namespaces, cgroups. */
@Privileged
@ExtendWith(Watching.class)
class NamespaceTest {
  private static final String READLINK = "/bin/readlink";
  private static final List<Path> CGROUP_MOUNTS =
      List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir private Path scratch;

  private static PidNamespace namespace(String link) {
    return new PidNamespace(Integer.parseUnsignedInt(link.replaceAll("\\D", "")));
  }

  private static PidNamespace namespace(Exec exec) {
    return new PidNamespace(exec.head().pidNamespace());
  }

  @Test
  void aProcessOfTheOwnPidNamespaceNamesIt(Watch watch) throws IOException {
    watch.run("/bin/true");

    var exec = watch.exec("/bin/true");
    assertThat(namespace(exec)).isEqualTo(PidNamespace.current());
    if (PidNamespace.current().isInitial()) {
      assertThat(exec.head().hostPid()).isEqualTo(exec.head().pid());
    }
  }

  @Test
  void aProcessOfANestedPidNamespaceHasThePidThatTheReaderSees(Watch watch) throws IOException {
    var nested = Requirement.program("unshare") + " --pid --fork --mount-proc ";
    var script = nested + nested + "sh -c 'echo $$; exec " + READLINK + " /proc/self/ns/pid'";
    var finished = watch.run("/bin/sh", "-c", script);

    var exec = watch.exec(READLINK);
    var lines = finished.text().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("1");
    assertThat(namespace(exec)).isEqualTo(namespace(lines.getLast()));
    assertThat(namespace(exec)).isNotEqualTo(PidNamespace.current());
    // The one that it has in this namespace: its parent's child.
    assertThat(exec.head().pid()).isGreaterThan(1);
    assertThat(watch.exitOf(exec.head().parentPid()).exitCode()).isZero();
    assertThat(watch.exitOf(exec.head().pid()).head().pidNamespace())
        .isEqualTo(exec.head().pidNamespace());
  }

  @Test
  void ofAPidNamespaceOnlyItsOwnProcessesAreTraced() throws IOException {
    var wait = "readlink /proc/self/ns/pid; read go; /bin/echo inside; read end";
    var inside =
        new ProcessBuilder(
                Requirement.program("unshare"), "--pid", "--fork", "--mount-proc", "sh", "-c", wait)
            .start();
    startOrphan();
    try (var said = reader(inside)) {
      var options = Watch.options().withScope(new Scope.Namespace(namespace(said.readLine())));
      try (var watch = Watch.open(options)) {
        Files.createFile(scratch.resolve("go"));
        assertThat(Waiting.upTo(LONG, () -> scratch.resolve("said").toFile().length() > 0))
            .isTrue();
        writeLine(inside);
        assertThat(said.readLine()).isEqualTo("inside");

        var exec = watch.exec("/bin/echo");
        assertThat(Watch.texts(exec.arguments())).containsExactly("/bin/echo", "inside");
        assertThat(watch.tracer().ledger().execs().filtered()).isPositive();
      }
    } finally {
      inside.destroyForcibly();
    }
  }

  /**
   * A shell that is no descendant of this JVM. When the file {@code go} appears, it writes the file
   * {@code said}.
   */
  private void startOrphan() throws IOException {
    var script = "(until test -e go; do sleep 0.02; done; /bin/echo outside > said) & exit";
    new ProcessBuilder("sh", "-c", script).directory(scratch.toFile()).start().onExit().join();
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static void writeLine(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  @Test
  void aFileOfAnotherMountNamespaceIsNamedAsItIsThere(Watch watch) throws IOException {
    Files.createDirectory(scratch.resolve("hidden"));
    var script =
        "mount -t tmpfs none hidden && cp %s hidden/program && exec \"$PWD\"/hidden/program there"
            .formatted(CProgram.path("own_arguments"));
    var finished =
        watch.run(scratch, Requirement.program("unshare"), "--mount", "/bin/sh", "-c", script);

    var exec = watch.exec(scratch.toRealPath() + "/hidden/program");
    assertThat(scratch.resolve("hidden/program")).doesNotExist();
    assertThat(exec.arguments().block()).isEqualTo(finished.output());
    assertThat(exec.head().pid()).isEqualTo(finished.pid());
  }

  @Test
  void theCgroupIsReported(Watch watch) throws IOException {
    var mount = CGROUP_MOUNTS.stream().filter(NamespaceTest::isUnified).findFirst();
    var group =
        Requirement.need(mount, "no cgroup file system of version 2 is mounted")
            .resolve("exectrace-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    var program =
        new ProcessBuilder("sh", "-c", "echo $$ > " + group + "/cgroup.procs; exec /bin/cat")
            .start();
    try (var said = reader(program)) {
      var exec = watch.exec("/bin/cat");
      assertThat(exec.cgroup()).isEqualTo(Files.getAttribute(group, "unix:ino"));
      assertThat(new CgroupPaths().find(exec.cgroup(), exec.head().pid()))
          .isEqualTo(Optional.of(ByteString.of("/" + group.getFileName())));
      program.getOutputStream().close();
      assertThat(said.readLine()).isNull();
      watch.exitOf(exec.head().pid());
    } finally {
      program.destroyForcibly();
      assertThat(Waiting.upTo(Duration.ofSeconds(5), () -> group.toFile().delete())).isTrue();
    }
  }

  private static boolean isUnified(Path mount) {
    return Files.isRegularFile(mount.resolve("cgroup.procs"));
  }
}
