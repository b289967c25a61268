package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.SharesItsRecording;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.model.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.ItemCollectionToolkit;

/** What the plug-in makes of recordings that do not prove to be complete. */
class UnfinishedModelTest {
  private static final int STATE_AT = 64; // in the header of a chunk: 0 once it is finished

  @TempDir private Path scratch;

  private Path record(String... commands) {
    return Jvm.running(scratch, Commands.class)
        .arguments(commands)
        .traced("failures=all")
        .run()
        .recording();
  }

  @Privileged
  @Test
  void aChunkThatItsJvmDidNotFinishIsRead() throws IOException {
    var bytes = Files.readAllBytes(record("/bin/true"));
    bytes[STATE_AT] = 7;
    var model = ProcessModel.of(Recordings.load(Files.write(scratch.resolve("cut.jfr"), bytes)));
    assertThat(model.processes()).hasSize(1);

    // What lies behind the last flush JMC's own parser does not take, as the README says.
    var more = Files.write(scratch.resolve("more.jfr"), Arrays.copyOf(bytes, bytes.length + 100));
    assertThatThrownBy(() -> Recordings.load(more)).hasMessageContaining("JMC cannot read");
  }

  @Privileged
  @Test
  void aSearchOfPathIsNoFailureOfAStartThatSucceeds() {
    var model =
        ProcessModel.of(
            Recordings.load(
                record("true", "--", "env", "true", "--", "no-such", "--", "env", "none-such")));
    assertThat(model.failures())
        .extracting(failure -> failure.kind() + " " + failure.program())
        .containsExactlyInAnyOrder("START no-such", "EXEC none-such");
    assertThat(model.failures()).extracting(Failure::reason).containsOnly("ENOENT");
  }

  @Privileged
  @Test
  void ofTwoJvmsInOneFileNothingIsShownButTheReason() throws IOException {
    var child = scratch.resolve("child.jfr");
    var mixed =
        Jvm.running(scratch, SharesItsRecording.class)
            .flags("-Dagent=-javaagent:" + Jvm.builtJar() + "=recording=" + child)
            .traced()
            .run()
            .recording();
    Files.write(mixed, Files.readAllBytes(child), StandardOpenOption.APPEND);
    var model = ProcessModel.of(Recordings.load(mixed));

    assertThat(model.jvms()).isEqualTo(2);
    assertThat(model.processes()).isEmpty();
    assertThat(model.warnings()).singleElement().matches(Warning::isLoss);
    assertThat(model.warnings().getFirst().text()).contains("2 JVMs");
  }

  @Name("exectrace.ProcessExec")
  @StackTrace(false)
  @SuppressWarnings("UnusedVariable")
  static final class Exec extends Event {
    int spawnId = 5;
    int depth;
    int pid = 77;
    String executable = "/bin/sh";
    String commandLine = "sh";
    boolean succeeded = true;

    Exec(int depth) {
      this.depth = depth;
    }
  }

  @Name("exectrace.ProcessExit")
  @StackTrace(false)
  @SuppressWarnings("UnusedVariable")
  static final class Exit extends Event {
    int spawnId = 5;
    int depth = 1;
    int pid = 77;
    String commandLine = "sh";
  }

  private ProcessModel model(Event... events) throws IOException {
    var file = scratch.resolve("events.jfr");
    try (var recording = new Recording()) {
      recording.start();
      for (var event : events) {
        event.commit();
      }
      recording.dump(file);
    }
    return ProcessModel.of(ItemCollectionToolkit.merge(List.of(Recordings.load(file))::stream));
  }

  private List<Warning.Kind> warnings(Event... events) throws IOException {
    var all = Arrays.copyOf(events, events.length + 1);
    all[events.length] = new Exit();
    return model(all).warnings().stream().map(Warning::kind).toList();
  }

  @Test
  void nothingIsCompleteWithoutProof() throws IOException {
    assertThat(warnings(LedgerEvent.of("TRACING", null, 5, 5, 5)))
        .doesNotContain(
            Warning.Kind.UNREAD,
            Warning.Kind.UNBALANCED,
            Warning.Kind.UNDELIVERED,
            Warning.Kind.PARTLY_TRACED);
    assertThat(warnings(LedgerEvent.of("TRACING", null, 0, 0, 217))).contains(Warning.Kind.UNREAD);
    assertThat(
            warnings(
                LedgerEvent.of("TRACING", null, 9, 9, 9),
                LedgerEvent.of("TRACING", "not read", 0, 0, 217)))
        .contains(Warning.Kind.UNREAD, Warning.Kind.PARTLY_TRACED);
    assertThat(warnings(LedgerEvent.of("TRACING", null, 6, 5, 5)))
        .contains(Warning.Kind.UNBALANCED);
    assertThat(warnings(LedgerEvent.of("TRACING", null, 5, 5, 3)))
        .contains(Warning.Kind.UNDELIVERED);
    assertThat(warnings(LedgerEvent.of("STARTING", null, 5, 5, 5)))
        .contains(Warning.Kind.PARTLY_TRACED);
  }

  @Test
  void aProcessThatEndedIsNotRunningWhateverTheTimesOfItsEvents() throws IOException {
    var model = model(new Exit(), new Exec(1));
    assertThat(model.processes())
        .singleElement()
        .extracting(TracedProcess::ending)
        .isEqualTo(TracedProcess.End.EXITED);
  }
}
