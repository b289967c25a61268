package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.model.ProcessModel;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording may come from anywhere: the page shows its texts, and nothing that they hide. */
class ForeignTextTest {
  private static final String HIDING = "a\n\u001b[2J\u202e\u3164b";
  private static final String SHOWN = "a\\n\\x1b[2J\\u202e\\u3164b";

  @TempDir private Path scratch;

  @Name(EventNames.PROCESS_EXEC)
  @StackTrace(false)
  static final class Exec extends Event {
    int spawnId = 1;
    int depth = 1;
    int pid = 4711;
    int parentPid = 1;
    String spawnThreadName = HIDING;
    long spawnThreadId = 3;
    String spawnSite = HIDING + "(A.java:1)";
    String executable = "/" + HIDING;
    String commandLine = HIDING;
    boolean succeeded = true;
  }

  @Test
  void textsAreMadeVisible() throws IOException {
    var file = scratch.resolve("foreign.jfr");
    try (var recording = new Recording()) {
      recording.start();
      new Exec().commit();
      recording.dump(file);
    }

    var model = ProcessModel.of(Recordings.load(file));

    assertThat(model.execs()).hasSize(1);
    var exec = model.execs().get(0);
    assertThat(exec.executable()).isEqualTo("/" + SHOWN);
    assertThat(exec.commandLine()).isEqualTo(SHOWN);
    assertThat(exec.process().origin().orElseThrow().threadName()).isEqualTo(SHOWN);
  }
}
