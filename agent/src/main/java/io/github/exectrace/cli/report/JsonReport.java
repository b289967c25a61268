package io.github.exectrace.cli.report;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import io.github.exectrace.report.Group;
import io.github.exectrace.report.GroupKey;
import io.github.exectrace.report.JvmRun;
import io.github.exectrace.report.Latencies;
import io.github.exectrace.report.Report;
import io.github.exectrace.report.StackTree;
import io.github.exectrace.text.JsonEscapingWriter;
import io.github.exectrace.text.VisibleText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * A report as one JSON object, of the shape that the README describes. Times of day are
 * milliseconds since 1970, spans nanoseconds, sizes bytes; what is not known is left out.
 */
final class JsonReport {
  private static final int VERSION = 1;
  private static final double NANOS_PER_MILLI = 1e6;

  private final JsonWriter json;
  private final Report report;

  private JsonReport(Report report, JsonWriter json) {
    this.report = report;
    this.json = json;
  }

  /** Writes it for programs to read and people to look at. */
  static void write(Report report, Writer out) throws IOException {
    var formatted = new JsonReport(report, new JsonWriter(new JsonEscapingWriter(out)));
    formatted.json.setHtmlSafe(false);
    formatted.json.setFormattingStyle(FormattingStyle.PRETTY);
    formatted.write();
    out.write("\n");
    out.flush();
  }

  /**
   * Writes it so that it can stand in a script element: no text of it can end the element. The page
   * shows the texts as they are, so each is made visible here, whoever made the recording.
   */
  static void writeForHtml(Report report, Writer out) throws IOException {
    var visible =
        new JsonWriter(out) {
          @Override
          public JsonWriter value(String text) throws IOException {
            return super.value(text == null ? null : VisibleText.guard(text));
          }
        };
    var formatted = new JsonReport(report, visible);
    formatted.json.setHtmlSafe(true);
    formatted.write();
    out.flush();
  }

  private void write() throws IOException {
    json.beginObject();
    json.name("format").value("exectrace-report");
    json.name("version").value(VERSION);
    json.name("begin_ms").value(millis(report.beginNanos()));
    json.name("end_ms").value(millis(report.endNanos()));
    json.name("coverage").value(report.coverage().word());
    texts("warnings", Warnings.of(report));
    writeRecordings();
    json.name("jvms").beginArray();
    for (var jvm : report.jvms()) {
      write(jvm);
    }
    json.endArray();
    writeTotals();
    write("who", report.who());
    write("sites", report.sites());
    write("programs", report.programs());
    write("threads", report.threads());
    write("problems", report.failures());
    new JsonProcesses(json).write(report);
    json.name("stacks");
    write(report.stacks().root());
    writeRate();
    json.endObject();
  }

  static double millis(long nanos) {
    return Math.round(nanos / NANOS_PER_MILLI * 1_000) / 1e3;
  }

  private void texts(String name, List<String> texts) throws IOException {
    json.name(name).beginArray();
    for (var text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  private void writeRecordings() throws IOException {
    json.name("recordings").beginArray();
    for (var recording : report.recordings()) {
      json.beginObject();
      json.name("file").value(recording.file().toString());
      json.name("bytes").value(recording.bytes());
      json.name("chunks").value(recording.chunks());
      json.name("repeated_chunks").value(recording.repeated());
      json.name("damage").value(recording.damage());
      json.endObject();
    }
    json.endArray();
  }

  private void write(JvmRun jvm) throws IOException {
    var ledger = jvm.ledger();
    json.beginObject();
    json.name("jvm").value(jvm.number());
    if (jvm.identity().pid() >= 0) {
      json.name("pid").value(jvm.identity().pid());
      json.name("started_ms").value(millis(jvm.identity().startNanos()));
    }
    json.name("arguments").value(jvm.identity().arguments());
    json.name("begin_ms").value(millis(jvm.beginNanos()));
    json.name("end_ms").value(millis(jvm.endNanos()));
    texts("files", jvm.files().stream().map(Object::toString).toList());
    json.name("coverage").value(jvm.coverage().word());
    json.name("ledger").beginObject();
    json.name("mode").value(ledger.mode());
    json.name("reason").value(ledger.reason());
    json.name("scope").value(ledger.scope());
    json.name("state").value(ledger.state());
    json.name("kernel").value(ledger.kernel());
    json.name("balances").value(ledger.balances());
    json.name("recorder_lost_bytes").value(jvm.recorderLostBytes());
    counts("losses", ledger.losses());
    counts("counters", ledger.counters());
    json.endObject();
    json.endObject();
  }

  private void counts(String name, Map<String, Long> counts) throws IOException {
    json.name(name).beginObject();
    for (var entry : counts.entrySet()) {
      json.name(entry.getKey()).value(entry.getValue());
    }
    json.endObject();
  }

  private void writeTotals() throws IOException {
    var totals = report.totals();
    json.name("totals").beginObject();
    json.name("starts").value(totals.starts());
    json.name("failed_starts").value(totals.failedStarts());
    json.name("native_starts").value(totals.nativeStarts());
    json.name("adopted").value(totals.adopted());
    json.name("execs").value(totals.execs());
    json.name("failed_execs").value(totals.failedExecs());
    json.name("exits").value(totals.exits());
    json.name("failed_exits").value(totals.failedExits());
    json.name("killed").value(totals.killed());
    json.name("running").value(report.running().size() + report.runningGivenUp());
    json.name("events").value(totals.events());
    json.endObject();
  }

  private void write(String name, Report.Table<?> table) throws IOException {
    json.name(name).beginObject();
    json.name("rows").beginArray();
    for (var group : table.groups()) {
      json.beginObject();
      write(group.key());
      write(group);
      json.endObject();
    }
    json.endArray();
    json.name("left_out").beginObject();
    json.name("rows").value(table.leftOut());
    json.name("count").value(table.inOthers());
    json.endObject();
    json.endObject();
  }

  private void write(GroupKey key) throws IOException {
    switch (key) {
      case GroupKey.Who who -> {
        json.name("program").value(who.program());
        json.name("site").value(who.site());
        json.name("how").value(who.how());
      }
      case GroupKey.Site site -> json.name("site").value(site.site());
      case GroupKey.Program program -> json.name("program").value(program.program());
      case GroupKey.JavaThread thread -> json.name("thread").value(thread.thread());
      case GroupKey.Failure failure -> {
        json.name("kind").value(failure.kind().word());
        json.name("program").value(failure.program());
        json.name("outcome").value(failure.outcome());
        json.name("site").value(failure.site());
      }
    }
  }

  private void write(Group<?> group) throws IOException {
    json.name("count").value(group.count());
    json.name("starts").value(group.starts());
    json.name("failed").value(group.failed());
    json.name("runs").value(group.runs());
    json.name("failed_exits").value(group.failedExits());
    counts("problems", group.outcomes());
    write("wait_ns", group.waits());
    write("lifetime_ns", group.lifetime());
    json.name("cpu_ns").value(group.cpuNanos());
    if (group.peakBytes() >= 0) {
      json.name("peak_bytes").value(group.peakBytes());
    }
    if (group.lastNanos() >= group.firstNanos()) {
      json.name("first_ms").value(millis(group.firstNanos()));
      json.name("last_ms").value(millis(group.lastNanos()));
    }
    texts("threads", group.threads());
    json.name("more_threads").value(group.hasMoreThreads());
    json.name("example").value(group.example());
  }

  private void write(String name, Latencies latencies) throws IOException {
    if (latencies.count() == 0) {
      return;
    }
    json.name(name).beginObject();
    json.name("count").value(latencies.count());
    json.name("total").value(latencies.totalNanos());
    json.name("p50").value(latencies.p50());
    json.name("p99").value(latencies.p99());
    json.name("max").value(latencies.max());
    json.endObject();
  }

  private void write(StackTree.Node node) throws IOException {
    json.beginObject();
    json.name("name").value(node.name());
    json.name("value").value(node.count());
    var callees = node.callees();
    if (!callees.isEmpty()) {
      json.name("children").beginArray();
      for (var callee : callees) {
        write(callee);
      }
      json.endArray();
    }
    json.endObject();
  }

  private void writeRate() throws IOException {
    var rate = report.rate();
    json.name("rate").beginObject();
    json.name("begin_ms").value(millis(rate.originNanos()));
    json.name("stretch_ms").value(millis(rate.stretchNanos()));
    counts("starts", rate.starts());
    counts("failed", rate.failures());
    json.endObject();
  }

  private void counts(String name, long[] counts) throws IOException {
    json.name(name).beginArray();
    for (long count : counts) {
      json.value(count);
    }
    json.endArray();
  }
}
