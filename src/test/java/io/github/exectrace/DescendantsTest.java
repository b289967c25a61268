package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Trace.Origin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell starts further down still names the Java thread and line that began it all. */
@Privileged
class DescendantsTest {
  @TempDir private Path scratch;

  private Trace traceOf(String... arguments) {
    var ended = Jvm.running(scratch, Commands.class).arguments(arguments).traced().run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.trace();
  }

  private static Origin originOf(Trace trace) {
    assertThat(trace.spawns()).hasSize(1);
    var spawn = trace.spawns().getFirst();
    var top = spawn.stack().getFirst();
    assertThat(top.method()).isEqualTo(Commands.class.getName() + ".start");
    return new Origin(
        spawn.spawnId(),
        spawn.thread().name(),
        spawn.thread().id(),
        top.method() + "(Commands.java:" + top.line() + ")");
  }

  @Test
  void eachPartOfAShellPipelineNamesTheStart() {
    var trace = traceOf("sh", "-c", "/bin/echo one | /bin/cat; /bin/true two; exit 3");

    var origin = originOf(trace);
    var shell = trace.programEndingWith("exit 3'");
    assertThat(shell.depth()).isEqualTo(1);
    assertThat(trace.exitOf(shell.pid()).exitCode()).isEqualTo(3);
    assertThat(trace.programs())
        .filteredOn(exec -> exec.depth() == 2)
        .extracting(Exec::commandLine)
        .containsExactlyInAnyOrder("/bin/echo one", "/bin/cat", "/bin/true two");
    assertThat(trace.programs()).allSatisfy(exec -> assertThat(exec.origin()).isEqualTo(origin));
    assertThat(trace.exits())
        .hasSize(4)
        .allSatisfy(exit -> assertThat(exit.origin()).isEqualTo(origin));
    assertThat(trace.programs())
        .filteredOn(exec -> exec.depth() == 2)
        .extracting(Exec::parentPid)
        .containsOnly(shell.pid());
  }

  @Test
  void aShellInAShellIsOneDeeper() {
    var trace = traceOf("sh", "-c", "sh -c '/bin/echo deep; :'; :");

    var deep = trace.programEndingWith("/bin/echo deep");
    assertThat(deep.depth()).isEqualTo(3);
    assertThat(deep.origin()).isEqualTo(originOf(trace));
    assertThat(trace.exitOf(deep.pid()).depth()).isEqualTo(3);
  }

  @Test
  void aBackgroundProcessThatOutlivesItsParentStillNamesTheStart() {
    // The second command waits until the first one's child has been left alone and has gone on.
    var left = "(while kill -0 $0; do :; done 2>/dev/null; /bin/echo orphan; : > done) &";
    var trace =
        traceOf(
            "sh",
            "-c",
            left.replace("$0", "$$") + " exit 0",
            "--", //
            "sh",
            "-c",
            "until test -e done; do /bin/sleep 0.01; done");

    var orphan = trace.programEndingWith("/bin/echo orphan");
    var first = trace.spawns().getFirst();
    assertThat(orphan.depth()).isEqualTo(3);
    assertThat(orphan.parentPid()).isNotEqualTo(first.pid());
    assertThat(orphan.origin().spawnId()).isEqualTo(first.spawnId());
    assertThat(orphan.origin().threadName()).isEqualTo("main");
    assertThat(orphan.origin().site()).startsWith(Commands.class.getName() + ".start(");
    var background = orphan.parentPid();
    assertThat(trace.exitOf(background).origin()).isEqualTo(orphan.origin());
  }
}
