package io.github.exectrace.jmc;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The tracer's account as a recording has it, with any counts. */
@Name("exectrace.TracerStatistics")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class LedgerEvent extends Event {
  String state = "TRACING";
  String reason;
  String mode = "kernel";
  long seen;
  long emitted;
  long filtered;
  long delivered;
  long lostRingFull;
  long untrackedProcesses;
  long missed;
  long malformed;
  long unrecorded;
  long hookFailures;
  long unattributed;

  static LedgerEvent of(String state, String reason, long seen, long emitted, long delivered) {
    var event = new LedgerEvent();
    event.state = state;
    event.reason = reason;
    event.seen = seen;
    event.emitted = emitted;
    event.delivered = delivered;
    return event;
  }

  /** One or more of each loss. */
  static LedgerEvent ofLosses() {
    var event = of("TRACING", null, 2, 0, 0);
    event.lostRingFull = 2;
    event.untrackedProcesses = 1;
    event.missed = 1234;
    event.malformed = 1;
    event.unrecorded = 1;
    event.hookFailures = 1;
    event.unattributed = 1;
    return event;
  }
}
