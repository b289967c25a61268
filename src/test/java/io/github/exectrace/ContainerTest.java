package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.BareRoot;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Waiting;
import io.github.exectrace.tracer.PidNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that sees the machine as one in a container does. */
@Privileged
class ContainerTest {
  private static final List<Path> CGROUP_MOUNTS =
      List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

  @TempDir private Path scratch;

  private Trace traceOf(Jvm jvm) {
    var ended = jvm.run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    return ended.trace();
  }

  @Test
  void inAPidNamespacePidsAreThoseOfTheJvmAndHostPidsThoseOfTheHost() throws IOException {
    // Through the host's own proc file system a process learns both of its pids.
    var grep = "exec /bin/grep NSpid " + scratch.resolve("host-proc/self/status") + " > pids";
    Files.createDirectory(scratch.resolve("host-proc"));
    var jvm = Jvm.running(scratch, Commands.class).under(Namespaces.ofPids(scratch));
    var trace = traceOf(jvm.arguments("sh", "-c", grep).traced());

    var pids = Files.readString(scratch.resolve("pids")).strip().split("\\s+", -1);
    assertThat(pids).hasSize(3);
    var exec = trace.program(each -> each.executable().equals("/bin/grep"));
    assertThat(exec.hostPid()).isEqualTo(Integer.parseInt(pids[1]));
    assertThat(exec.pid()).isEqualTo(Integer.parseInt(pids[2]));
    assertThat(exec.parentPid()).isEqualTo(1); // the JVM
    assertThat(exec.pidNamespace())
        .isNotEqualTo(Integer.toUnsignedLong(PidNamespace.current().inode()));
    var spawn = trace.spawns().getFirst();
    assertThat(spawn.pid()).isEqualTo(exec.pid());
    assertThat(exec.origin().spawnId()).isEqualTo(spawn.spawnId());
    assertThat(trace.exitOf(exec.pid()).origin()).isEqualTo(exec.origin());
    assertThat(trace.lastStatistics().unattributed()).isZero();
  }

  @Test
  void inAPidNamespaceTheThreadThatCallsExecIsRecorded() throws IOException {
    var report = scratch.resolve("report.json");
    var run = new String[] {"run", "-f", "json", "-o", report.toString(), "--"};
    var ended =
        Jvm.commandLine(scratch, run)
            .under(Namespaces.ofPids())
            .arguments(CProgram.path("exec_from_thread"), "/bin/true")
            .run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();

    var said = ended.lines().getFirst();
    int pid = Integer.parseInt(said.substring(0, said.indexOf(' ')));
    int tid = Integer.parseInt(said.substring(said.indexOf(' ') + 1));
    var exec =
        JsonParser.parseString(Files.readString(report))
            .getAsJsonObject()
            .getAsJsonArray("programs")
            .asList()
            .stream()
            .map(each -> each.getAsJsonObject())
            .filter(each -> each.get("filename").getAsString().equals("/bin/true"))
            .findFirst()
            .orElseThrow();
    assertThat(tid).isNotEqualTo(pid);
    assertThat(exec.get("pid").getAsInt()).isEqualTo(pid);
    assertThat(exec.get("tid").getAsInt()).isEqualTo(tid);
    assertThat(exec.get("host_pid").getAsInt()).isNotEqualTo(pid);
  }

  @Test
  void whatRunsInAContainerNamesIt() throws IOException {
    var mount =
        CGROUP_MOUNTS.stream().filter(each -> Files.exists(each.resolve("cgroup.procs"))).findAny();
    var id = "0123456789abcdef".repeat(4);
    var group =
        Requirement.need(mount, "no cgroup file system of version 2 is mounted")
            .resolve("docker-" + id.replace("0123", pidInHex()) + ".scope");
    Files.createDirectory(group);
    try {
      // It lives until the agent, too, has read its control group from /proc.
      var enter = "echo $$ > " + group + "/cgroup.procs; exec /bin/sleep 2";
      var jvm = Jvm.running(scratch, Commands.class).traced();
      var trace = traceOf(jvm.arguments("sh", "-c", enter, "--", "/bin/echo", "outside"));

      var inside = trace.programEndingWith("/bin/sleep 2");
      assertThat(inside.cgroup()).isEqualTo("/" + group.getFileName());
      assertThat(inside.containerId()).isEqualTo(id.replace("0123", pidInHex()));
      assertThat(trace.programEndingWith("/bin/echo outside").containerId()).isNull();
    } finally {
      Files.delete(group);
    }
  }

  /** Version 1 of control groups has a tree for each purpose, and containers may be in any. */
  @Test
  void whatRunsInAContainerOfVersionOneIsNamedByIt() throws IOException {
    var tree = Files.createDirectory(scratch.resolve("version-one"));
    var name = "exectrace-" + ProcessHandle.current().pid();
    mountVersionOne(name, tree);
    var id = "0123456789abcdef".repeat(4);
    var group = tree.resolve("docker").resolve(id);
    try {
      Files.createDirectories(group);
      var enter = "echo $$ > " + group + "/cgroup.procs; exec /bin/sleep 2";
      var jvm = Jvm.running(scratch, Commands.class).traced();
      var trace = traceOf(jvm.arguments("sh", "-c", enter, "--", "/bin/echo", "outside"));

      assertThat(trace.programEndingWith("/bin/sleep 2").containerId()).isEqualTo(id);
      assertThat(trace.programEndingWith("/bin/echo outside").containerId()).isNull();

      // A JVM in it knows that of its children without a look at each.
      var run = "echo $$ > " + group + "/cgroup.procs; exec \"$@\"";
      var within = Jvm.running(scratch, Commands.class).under("/bin/sh", "-c", run, "sh").traced();
      trace = traceOf(within.arguments("/bin/echo", "inside"));
      assertThat(trace.programEndingWith("/bin/echo inside").containerId()).isEqualTo(id);
    } finally {
      Files.deleteIfExists(group);
      Files.deleteIfExists(group.getParent());
      takeDownVersionOne(name, tree);
    }
  }

  private static void mountVersionOne(String name, Path tree) {
    var mount = Requirement.program("mount");
    var said = Command.run(mount, "-t", "cgroup", "-o", "none,name=" + name, name, tree.toString());
    assertThat(said).as("mounting control groups of version 1").isEmpty();
  }

  /**
   * The kernel keeps a tree if one of its groups is not quite gone when it is unmounted; then it is
   * mounted and unmounted again. Not at once, as it also takes the kernel a moment to give up one
   * that is empty, and mounting it meanwhile makes a new one.
   */
  private static void takeDownVersionOne(String name, Path tree) {
    var unmount = Requirement.program("umount");
    Command.run(unmount, tree.toString());
    for (int attempt = 0; attempt < 10 && !isGoneSoon(name); attempt++) {
      mountVersionOne(name, tree);
      Command.run(unmount, tree.toString());
    }
    assertThat(isGoneSoon(name)).isTrue();
  }

  private static boolean isGoneSoon(String name) {
    return Waiting.upTo(
        Duration.ofSeconds(2),
        () -> !Command.run("/bin/cat", "/proc/self/cgroup").contains("name=" + name));
  }

  /** Four digits, so that two runs of this test do not share a control group. */
  private static String pidInHex() {
    return "%04x".formatted(ProcessHandle.current().pid() & 0xffff);
  }

  /**
   * In a root directory that holds a JDK, the libraries it needs, the jar and one program, all of
   * it read-only: no libbpf, no shell, and {@code /tmp} cannot be written.
   */
  @Test
  void inABareReadOnlyRootDirectoryAllIsRecorded() throws IOException {
    var jdk = Path.of(System.getProperty("java.home"));
    var root =
        new BareRoot(scratch.resolve("root"), jdk, "proc", "sys", "dev", "tmp", "output", "jdk")
            .with(Jvm.builtJar(), "app/exectrace.jar")
            .with(Path.of(CProgram.path("own_arguments")), "bin/program")
            .withClasses("app", Commands.class)
            .path();
    var output = Files.createDirectory(scratch.resolve("output"));

    var jvm =
        Jvm.running(output, Commands.class.getName(), Path.of("/app"))
            .under(Namespaces.root(root, jdk, output))
            .home(Path.of("/jdk"))
            .jar(Path.of("/app/exectrace.jar"))
            .flags("-XX:FlightRecorderOptions:repository=/output")
            .agent("recording=/output/trace.jfr")
            .arguments("/bin/program", "one", "");
    var trace = traceOf(jvm);

    var exec = trace.programEndingWith("/bin/program one ''");
    assertThat(exec.executable()).isEqualTo("/bin/program");
    assertThat(exec.workingDirectory()).isEqualTo("/");
    assertThat(exec.origin().threadName()).isEqualTo("main");
    assertThat(trace.exitOf(exec.pid()).exitCode()).isZero();
    assertThat(trace.lastStatistics().mode()).isEqualTo("kernel");
    assertThat(trace.lastStatistics().lost()).isZero();
    try (var files = Files.walk(root)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.contains("libbpf") || name.contains("libelf"));
    }
  }
}
