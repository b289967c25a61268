package io.github.exectrace.cli.output;

import io.github.exectrace.tracer.Tracer;
import java.io.IOException;

/** The line at the end: what was seen, and what was missed. */
public final class Summary {
  private Summary() {}

  public static String of(Tracer tracer) throws IOException {
    var ledger = tracer.ledger();
    var total = ledger.total();
    return "exectrace: saw %d events, delivered %d, filtered %d, lost %d (ring full %d, no buffer %d)"
            .formatted(
                total.seen(),
                tracer.delivered(),
                total.filtered(),
                total.lostRingFull() + total.lostNoBuffer(),
                total.lostRingFull(),
                total.lostNoBuffer())
        + (ledger.untrackedProcesses() == 0
            ? ""
            : ", could not follow %d processes".formatted(ledger.untrackedProcesses()))
        + (ledger.missed() == 0
            ? ""
            : ", was not called for up to %d of any process".formatted(ledger.missed()));
  }
}
