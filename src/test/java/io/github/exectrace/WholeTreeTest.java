package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.EndedThreads;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Trace;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A descendant keeps its origin, whatever becomes of what is between it and the Java thread. */
@Privileged
class WholeTreeTest {
  private static final String UNTIL_DONE = "until test -e done; do /bin/sleep 0.02; done";

  @TempDir private Path scratch;

  /** Runs one command, and another one that lasts until the first one's descendants are done. */
  private Trace traceOf(String... command) {
    var jvm = Jvm.running(scratch, Commands.class).arguments(command);
    var ended = jvm.arguments("--", "sh", "-c", UNTIL_DONE).traced().run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.trace();
  }

  /** The shell itself, not those that were given its script to pass on. */
  private static Trace.Exec shell(Trace trace, String script) {
    return trace.program(exec -> exec.commandLine().equals("/bin/sh -c '" + script + "'"));
  }

  private static void checkOrigin(Trace trace, Trace.Exec exec) {
    var first = trace.spawns().getFirst();
    assertThat(exec.origin().spawnId()).isEqualTo(first.spawnId());
    assertThat(exec.spawnThread()).contains(first.thread());
    assertThat(exec.origin().threadName()).isEqualTo("main");
    assertThat(exec.origin().site()).startsWith(Commands.class.getName() + ".start(Commands.java:");
    assertThat(trace.exitOf(exec.pid()).origin()).isEqualTo(exec.origin());
  }

  @Test
  void ofADaemonThatHasForkedTwiceAndLeftItsSession() {
    // The orphan executes only after its parent has ended.
    var setsid = Requirement.program("setsid");
    var daemon = "/bin/echo daemon; : > done";
    var trace = traceOf(CProgram.path("orphan"), setsid, "--fork", "/bin/sh", "-c", daemon);

    var shell = shell(trace, daemon);
    var echo = trace.programEndingWith("/bin/echo daemon");
    assertThat(shell.depth()).isEqualTo(3);
    assertThat(echo.depth()).isEqualTo(4);
    assertThat(echo.parentPid()).isEqualTo(shell.pid());
    checkOrigin(trace, shell);
    checkOrigin(trace, echo);
  }

  @Test
  void ofAnOrphanThatASubreaperHasTakenOver() {
    var script = "/bin/echo orphan; : > done";
    var trace =
        traceOf(CProgram.path("subreaper"), CProgram.path("orphan"), "/bin/sh", "-c", script);

    var reaper = trace.spawns().getFirst().pid();
    var shell = shell(trace, script);
    assertThat(shell.parentPid()).isEqualTo(reaper);
    checkOrigin(trace, shell);
    checkOrigin(trace, trace.programEndingWith("/bin/echo orphan"));
  }

  @Test
  void ofAThreadThatHasEndedAndIsForgotten() {
    var ended = Jvm.running(scratch, EndedThreads.class).traced().run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();

    var ids =
        ended.lines().stream()
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(' ')),
                    line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))));
    assertThat(ids).hasSize(2);
    for (Map.Entry<String, Long> thread : ids.entrySet()) {
      var name = thread.getKey();
      var late = trace.programEndingWith("late " + name);
      var spawn = trace.spawnEndingWith(" " + name);
      assertThat(late.origin().spawnId()).isEqualTo(spawn.spawnId());
      assertThat(late.origin().threadName()).isEqualTo(name);
      assertThat(late.origin().threadId()).isEqualTo(thread.getValue());
      assertThat(late.origin().site()).startsWith(EndedThreads.class.getName() + ".start(");
      assertThat(trace.exitOf(late.pid()).origin()).isEqualTo(late.origin());
    }
  }
}
