package io.github.exectrace.cli.sidecar;

import io.github.exectrace.cli.output.JsonFormat;
import io.github.exectrace.cli.output.JsonLine;
import io.github.exectrace.cli.output.JsonLine.Members;
import io.github.exectrace.cli.output.LineOutput;
import io.github.exectrace.cli.output.TextFormat;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.Ledger;
import io.github.exectrace.tracer.ProcessEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * A log of JSON objects, one a line: {@code ts}, {@code level}, {@code msg} and {@code fields}, as
 * Go's package cdr.dev/slog writes them and as readers of its logs expect. Not safe for use by
 * several threads.
 */
final class SidecarLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Members NOTHING_ELSE = ignored -> {};

  private final LineOutput out;
  private final Map<String, String> labels;
  private final Redaction redaction;

  /**
   * A log.
   *
   * @param labels what each line carries
   * @param redaction what is masked of the programs' arguments
   */
  SidecarLog(LineOutput out, Map<String, String> labels, Redaction redaction) {
    this.out = out;
    this.labels = labels;
    this.redaction = redaction;
  }

  void debug(String message) {
    debug(message, NOTHING_ELSE);
  }

  void debug(String message, Members fields) {
    writeNow("DEBUG", message, fields);
  }

  void warn(String message) {
    warn(message, NOTHING_ELSE);
  }

  void warn(String message, Members fields) {
    writeNow("WARN", message, fields);
  }

  void error(String message) {
    writeNow("ERROR", message, NOTHING_ELSE);
  }

  /** Logs a program that was started, at the time when it was; perhaps not at once. */
  void exec(ProcessEvent.Exec seen) {
    var exec = redaction.apply(seen);
    write(
        exec.head().time(),
        "INFO",
        "exec",
        json -> {
          json.name("cmdline").value(TextFormat.commandLine(exec.arguments()));
          json.name("event").beginObject();
          JsonFormat.writeMembers(json, exec);
          json.endObject();
        });
  }

  /** Logs what was seen, and what was missed. */
  void account(Ledger ledger, long delivered) {
    var execs = ledger.execs();
    writeNow(
        "INFO",
        "stopped tracing",
        json -> {
          json.name("seen").value(execs.seen());
          json.name("delivered").value(delivered);
          json.name("filtered").value(execs.filtered());
          json.name("lost").value(execs.lostRingFull() + execs.lostNoBuffer());
          json.name("missed").value(ledger.missed());
        });
  }

  private void writeNow(String level, String message, Members fields) {
    write(Instant.now(), level, message, fields);
    flush();
  }

  private void write(Instant time, String level, String message, Members fields) {
    var line =
        JsonLine.of(
            json -> {
              json.name("ts").value(TIME.format(time));
              json.name("level").value(level);
              json.name("msg").value(message);
              json.name("fields").beginObject();
              json.name("labels").beginObject();
              for (var label : labels.entrySet()) {
                json.name(label.getKey()).value(label.getValue());
              }
              json.endObject();
              fields.write(json);
              json.endObject();
            });
    out.print(line);
  }

  /** Makes everything visible that was logged. */
  void flush() {
    out.flush();
  }
}
