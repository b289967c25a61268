package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.ReusesPids;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that have the same pid one after the other are not taken for each other. */
@Privileged
class PidReuseTest {
  private static final Path PID_MAX = Path.of("/proc/sys/kernel/pid_max");
  private static final int STARTS = 1_200;

  @TempDir private Path scratch;

  @Test
  void ofTheHostEachProcessHasItsOwnOrigin() {
    // What the kernel program and the agent know a process by: forced to be the same.
    var pid = Command.run("/bin/sh", "-c", "echo $$").strip();
    int rounds = 12;
    var arguments = new ArrayList<String>();
    for (int i = 0; i < rounds; i++) {
      arguments.addAll(List.of(CProgram.path("same_pid"), pid));
      arguments.addAll(List.of("/bin/sh", "-c", "exit " + i, "--"));
    }
    var ended =
        Jvm.running(scratch, Commands.class)
            .arguments(arguments.toArray(String[]::new))
            .traced()
            .run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();

    assertThat(trace.spawns()).hasSize(rounds);
    for (int i = 0; i < rounds; i++) {
      var spawn = trace.spawnEndingWith(" 'exit " + i + "'");
      int id = spawn.spawnId();
      int spawnedWith = i;
      var execs = trace.programs().stream().filter(each -> each.depth() == 2);
      assertThat(execs.filter(each -> each.origin().spawnId() == id))
          .singleElement()
          .satisfies(exec -> assertThat(exec.pid()).isEqualTo(Integer.parseInt(pid)))
          .satisfies(exec -> assertThat(exec.origin().site()).contains("Commands.start("));
      var exits = trace.exits().stream().filter(each -> each.depth() == 2);
      assertThat(exits.filter(each -> each.origin().spawnId() == id))
          .singleElement()
          .satisfies(exit -> assertThat(exit.exitCode()).isEqualTo(spawnedWith))
          .satisfies(exit -> assertThat(exit.commandLine()).endsWith("'exit " + spawnedWith + "'"));
      assertThat(ended.lines().get(i)).isEqualTo(spawn.pid() + " " + i);
    }
  }

  /** Pids come again every hundred processes, while some old descendants live on. */
  @Test
  void inANamespaceOfAHundredPidsEachProcessHasItsOwnOrigin() throws IOException {
    var machine = Files.readString(PID_MAX);
    var ended =
        Jvm.running(scratch, ReusesPids.class)
            .under(Namespaces.withFewPids())
            .arguments(Integer.toString(STARTS))
            .traced()
            .run();
    assertThat(Files.readString(PID_MAX)).isEqualTo(machine);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    var trace = ended.trace();

    assertThat(trace.lastStatistics().lost()).isZero();
    assertThat(trace.lastStatistics().unattributed()).isZero();
    assertThat(ended.lines()).hasSizeGreaterThanOrEqualTo(STARTS);
    assertThat(trace.spawns()).hasSize(ended.lines().size());
    var timesByPid =
        trace.exits().stream()
            .collect(Collectors.groupingBy(Trace.Exit::pid, Collectors.counting()));
    assertThat(Collections.max(timesByPid.values())).isGreaterThan(10L);
    var spawns = trace.spawns().stream().collect(Collectors.toMap(PidReuseTest::token, it -> it));
    var programs = trace.programs().stream().collect(Collectors.groupingBy(PidReuseTest::spawnId));
    var exits =
        trace.exits().stream().collect(Collectors.groupingBy(exit -> exit.origin().spawnId()));
    for (var line : ended.lines()) {
      var said = List.of(line.split(" ", -1));
      var spawn = spawns.get(said.getFirst());
      check(said, spawn, programs.get(spawn.spawnId()), exits.get(spawn.spawnId()));
    }
  }

  private static int spawnId(Trace.Exec exec) {
    return exec.origin().spawnId();
  }

  private static String token(Trace.Spawn spawn) {
    return spawn.commandLine().substring(spawn.commandLine().lastIndexOf(' ') + 1);
  }

  /**
   * Of one start: two programs and two ends.
   *
   * @param said token, thread, pid and exit code
   */
  private static void check(
      List<String> said, Trace.Spawn spawn, List<Trace.Exec> programs, List<Trace.Exit> exits) {
    int pid = Integer.parseInt(said.get(2));
    assertThat(spawn.pid()).isEqualTo(pid);
    var child = "/bin/echo child-" + said.getFirst();
    assertThat(programs)
        .as("%s", said)
        .extracting(Trace.Exec::commandLine)
        .containsExactlyInAnyOrder(spawn.commandLine(), child);
    assertThat(exits)
        .as("%s", said)
        .extracting(Trace.Exit::commandLine)
        .containsExactlyInAnyOrder(spawn.commandLine(), child);
    var thread = said.getFirst().startsWith("old-") ? "main" : said.get(1);
    assertThat(programs).extracting(each -> each.origin().threadName()).containsOnly(thread);
    assertThat(exits).extracting(each -> each.origin().threadName()).containsOnly(thread);
    var shell = exits.stream().filter(each -> each.depth() == 1).toList();
    assertThat(shell).hasSize(1);
    assertThat(shell.getFirst().pid()).isEqualTo(pid);
    assertThat(shell.getFirst().exitCode()).isEqualTo(Integer.parseInt(said.get(3)));
  }
}
