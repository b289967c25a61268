package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.ProcessModel;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two versions of the agent were attached to a JVM in turn: one recording has the events of both.
 */
class TwoVersionsTest {
  @TempDir private Path scratch;

  @Name(EventNames.PROCESS_EXEC)
  @StackTrace(false)
  static final class Older extends Event {
    int spawnId = 1;
    int depth = 1;
    int pid = 4711;
    String executable = "/bin/older";
    boolean succeeded = true;
  }

  @Name(EventNames.PROCESS_EXEC)
  @StackTrace(false)
  static final class Newer extends Event {
    int spawnId = 2;
    int depth = 1;
    int pid = 4712;
    String executable = "/bin/newer";
    boolean succeeded = true;
    boolean hasSomethingNew = true;
  }

  @Test
  void theEventsOfBothAreOnThePage() throws IOException {
    var file = scratch.resolve("both.jfr");
    try (var recording = new Recording()) {
      recording.start();
      new Older().commit();
      new Newer().commit();
      recording.dump(file);
    }

    var model = ProcessModel.of(Recordings.load(file));

    assertThat(model.execs())
        .extracting(Exec::executable)
        .containsExactly("/bin/older", "/bin/newer");
  }
}
