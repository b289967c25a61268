package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The tree of another process than this JVM. */
@Privileged
class ProcessTreeTest {
  @Test
  void onlyWhatTheProcessStartsIsSeen() throws Exception {
    var shell = new ProcessBuilder("sh").start();
    var seen = new ArrayList<String>();
    var options =
        TracerOptions.defaults().withScope(new Scope.ProcessTree(Math.toIntExact(shell.pid())));
    try (var tracer = Tracer.open(options);
        var input = shell.outputWriter(StandardCharsets.UTF_8)) {
      new ProcessBuilder("/bin/true", "ours").start().waitFor();
      input.write("/bin/true theirs; sh -c '/bin/true below; :'; exit\n");
      input.flush();
      shell.waitFor();
      tracer.stop();
      tracer.drain(
          event -> {
            if (event instanceof ProcessEvent.Exec exec) {
              seen.add(exec.head().depth() + " " + exec.arguments().toCommandLine());
            }
          });
    } finally {
      shell.destroyForcibly();
    }

    assertThat(seen)
        .containsExactly("1 /bin/true theirs", "1 sh -c '/bin/true below; :'", "2 /bin/true below");
  }
}
