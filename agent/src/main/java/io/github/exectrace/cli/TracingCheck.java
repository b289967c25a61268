package io.github.exectrace.cli;

import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;

/** Whether tracing works, by doing it. */
final class TracingCheck {
  private static final String NAME = "tracing";

  private TracingCheck() {}

  /** Tries everything first, and then without what takes more than the rest. */
  static Finding run() {
    try {
      open(true);
      return Finding.ok(NAME, "works, failed execs included");
    } catch (IOException everything) {
      try {
        open(false);
        return Finding.warn(
            NAME,
            "works, but failed execs cannot be traced: " + everything.getMessage(),
            "see tracefs, or leave them out with --no-failures");
      } catch (IOException refused) {
        return Finding.fail(NAME, refused.getMessage(), "see the lines above");
      }
    }
  }

  private static void open(boolean failures) throws IOException {
    var options =
        TracerOptions.defaults().withScope(new Scope.WholeSystem()).with(Kind.FAILURE, failures);
    try (var tracer = Tracer.open(options)) {
      tracer.ledger();
    }
  }
}
