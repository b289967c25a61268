package io.github.exectrace.cli.doctor;

import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether tracing works, by doing it. */
final class TracingCheck {
  private static final String NAME = "tracing";

  private TracingCheck() {}

  /** Tries everything first, and then without what takes more than the rest. */
  static Finding run() {
    var diagnostics = new ArrayList<String>();
    try {
      open(true, diagnostics);
      return diagnostics.isEmpty()
          ? Finding.ok(NAME, "works, failed execs included")
          : Finding.warn(
              NAME,
              "works, but " + String.join("; ", diagnostics),
              "see tracefs, or leave failed execs out with --no-failures");
    } catch (IOException everything) {
      try {
        open(false, diagnostics);
        return Finding.warn(
            NAME,
            "works, but failed execs cannot be traced: " + everything.getMessage(),
            "see tracefs, or leave them out with --no-failures");
      } catch (IOException refused) {
        return Finding.fail(NAME, refused.getMessage(), "see the lines above");
      }
    }
  }

  private static void open(boolean failures, List<String> diagnostics) throws IOException {
    var options =
        TracerOptions.defaults()
            .withScope(new Scope.WholeSystem())
            .with(Kind.FAILURE, failures)
            .withDiagnostics(diagnostics::add);
    try (var tracer = Tracer.open(options)) {
      tracer.ledger();
    }
  }
}
