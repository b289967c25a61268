package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** An open tracer changes to trace something else; for another scope see SettingsTest. */
@Privileged
class ChangeTest {
  private static final Scope OWN = new Scope.OwnTree();

  @Test
  void theArgumentLimitHoldsFromNowOn() throws IOException {
    try (var watch = Watch.open(TracerOptions.defaults())) {
      watch.run("/bin/echo", "abcdef");
      assertThat(watch.exec("/bin/echo").arguments().toCommandLine()).isEqualTo("/bin/echo abcdef");
      watch.forget();

      watch.tracer().change(OWN, 12);
      watch.run("/bin/echo", "abcdef");
      assertThat(watch.exec("/bin/echo").arguments().toCommandLine()).isEqualTo("/bin/echo ab …");
      watch.forget();

      watch.tracer().change(OWN, TracerOptions.MAX_ARGUMENT_LIMIT);
      watch.run("/bin/echo", "y".repeat(60_000));
      assertThat(watch.exec("/bin/echo").arguments().truncated()).isFalse();
    }
  }

  @Test
  void aProcessOfBeforeStillHasItsExit() throws IOException, InterruptedException {
    try (var watch = Watch.open(TracerOptions.defaults().withScope(new Scope.WholeSystem()))) {
      var cat = new ProcessBuilder("/bin/cat").start();
      watch.exec(exec -> exec.executable().is("/bin/cat") && exec.head().pid() == cat.pid());
      watch.tracer().change(OWN, 0);
      cat.destroyForcibly().waitFor();

      assertThat(watch.exitOf(Math.toIntExact(cat.pid())).signal()).isEqualTo(9);
    }
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    try (var tracer = Tracer.open(TracerOptions.defaults())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tracer.change(OWN, -1))
          .withMessageContaining("argument limit");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tracer.change(new Scope.ProcessTree(1), 0))
          .withMessageContaining("another process");
    }
  }

  @Test
  void aClosedTracerIsLeftAlone() throws IOException {
    var tracer = Tracer.open(TracerOptions.defaults());
    tracer.close();

    tracer.change(new Scope.WholeSystem(), 0);

    assertThat(tracer.isOpen()).isFalse();
  }
}
