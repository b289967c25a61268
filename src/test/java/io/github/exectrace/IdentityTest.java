package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each event of a process carries what distinguishes it from all others of the machine: pid and
 * fork.
 */
@Privileged
class IdentityTest {
  @TempDir private Path scratch;

  private record Identity(int hostPid, long forkTime) {
    static Identity of(RecordedEvent event) {
      return new Identity(event.getInt(FieldNames.HOST_PID), event.getLong(FieldNames.FORK_TIME));
    }
  }

  private List<RecordedEvent> recorded(Jvm jvm, String... command) throws IOException {
    var ended = jvm.arguments(command).traced().run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return RecordingFile.readAllEvents(jvm.recording());
  }

  private static RecordedEvent one(List<RecordedEvent> events, String type, String command) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .filter(event -> event.getString(FieldNames.COMMAND_LINE).equals(command))
        .findFirst()
        .orElseThrow();
  }

  private static void checkOneProcess(List<RecordedEvent> events, String command) {
    var spawn = one(events, EventNames.PROCESS_SPAWN, command);
    var exec = one(events, EventNames.PROCESS_EXEC, command);
    var exit = one(events, EventNames.PROCESS_EXIT, command);
    assertThat(spawn.getInt(FieldNames.PID)).isEqualTo(exec.getInt(FieldNames.PID));
    assertThat(Identity.of(spawn)).isEqualTo(Identity.of(exec)).isEqualTo(Identity.of(exit));
    assertThat(Identity.of(spawn).hostPid()).isPositive();
    assertThat(Identity.of(spawn).forkTime()).isPositive();
  }

  @Test
  void ofAStart() throws IOException {
    checkOneProcess(
        recorded(Jvm.running(scratch, Commands.class), "/bin/true", "1"), "/bin/true 1");
  }

  @Test
  void ofAStartInAPidNamespace() throws IOException {
    var jvm = Jvm.running(scratch, Commands.class).under(Namespaces.ofPids());
    var events = recorded(jvm, "/bin/true", "1");

    checkOneProcess(events, "/bin/true 1");
    var spawn = one(events, EventNames.PROCESS_SPAWN, "/bin/true 1");
    assertThat(spawn.getInt(FieldNames.HOST_PID)).isNotEqualTo(spawn.getInt(FieldNames.PID));
  }

  @Test
  void ofAStartThatFailsItIsThatOfTheProcessInWhichItFailed() throws IOException {
    var missing = scratch.resolve("missing").toString();
    var events = recorded(Jvm.running(scratch, Commands.class), missing);

    var spawn = one(events, EventNames.PROCESS_SPAWN, missing);
    var helper =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(EventNames.PROCESS_EXEC))
            .findFirst()
            .orElseThrow();
    assertThat(spawn.getInt(FieldNames.PID)).isEqualTo(-1);
    assertThat(Identity.of(spawn)).isEqualTo(Identity.of(helper));
  }

  /** The shell has ended before its child calls exec, which then has another parent. */
  @Test
  void anOrphanNamesTheProcessThatForkedIt() throws IOException {
    var orphaning = "(while kill -0 $$; do :; done; exec /bin/echo orphan) > orphan 2>&1 & exit 0";
    var waiting = "until /bin/grep -q orphan orphan; do :; done";
    var events =
        recorded(
            Jvm.running(scratch, Commands.class), "sh", "-c", orphaning, "--", "sh", "-c", waiting);

    var shell =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(EventNames.PROCESS_SPAWN))
            .filter(event -> event.getString(FieldNames.COMMAND_LINE).contains("exec /bin/echo"))
            .findFirst()
            .orElseThrow();
    var orphan = one(events, EventNames.PROCESS_EXEC, "/bin/echo orphan");
    assertThat(orphan.getInt(FieldNames.PARENT_PID)).isNotEqualTo(shell.getInt(FieldNames.PID));
    assertThat(orphan.getLong(FieldNames.PARENT_FORK_TIME))
        .isEqualTo(shell.getLong(FieldNames.FORK_TIME));
    var exit = one(events, EventNames.PROCESS_EXIT, "/bin/echo orphan");
    assertThat(exit.getLong(FieldNames.PARENT_FORK_TIME))
        .isEqualTo(shell.getLong(FieldNames.FORK_TIME));
  }
}
