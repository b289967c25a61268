package io.github.exectrace.cli.report;

import com.google.gson.stream.JsonWriter;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.report.Coverage;
import io.github.exectrace.report.Report;
import io.github.exectrace.report.StartTree;
import java.io.IOException;
import java.util.HashMap;

/** The processes of a report one by one, as JSON. */
final class JsonProcesses {
  private final JsonWriter json;

  JsonProcesses(JsonWriter json) {
    this.json = json;
  }

  void write(Report report) throws IOException {
    var trees = report.trees();
    json.name("processes").beginObject();
    json.name("total").value(trees.total());
    json.name("shown").value(trees.shown());
    json.name("starts").beginArray();
    for (var tree : trees.trees()) {
      write(tree);
    }
    json.endArray();
    json.endObject();
    json.name("running").beginArray();
    for (var running : report.running()) {
      json.beginObject();
      writeOrigin(running.tree());
      write(running.tree(), running.process());
      json.endObject();
    }
    json.endArray();
  }

  private void write(StartTree tree) throws IOException {
    json.beginObject();
    writeOrigin(tree);
    if (tree.waitNanos() >= 0) {
      json.name("wait_ns").value(tree.waitNanos());
    }
    if (!tree.failure().isEmpty()) {
      json.name("failure").value(tree.failure());
    }
    json.name("left_out").value(tree.leftOut());
    json.name("processes").beginArray();
    var places = new HashMap<ProcessNode<?>, Integer>();
    for (var process : tree.processes()) {
      places.put(process, places.size());
    }
    for (var process : tree.processes()) {
      json.beginObject();
      if (process.parent() != null) {
        json.name("parent").value(places.get(process.parent()));
      }
      write(tree, process);
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private void writeOrigin(StartTree tree) throws IOException {
    json.name("jvm").value(tree.jvm().number());
    json.name("spawn_id").value(tree.spawnId());
    json.name("how").value(tree.kind().word());
    json.name("thread").value(tree.origin().thread());
    json.name("thread_id").value(tree.origin().threadId());
    json.name("site").value(tree.origin().site());
    json.name("stack_verified").value(tree.isStackVerified());
  }

  private void write(StartTree tree, ProcessNode<?> process) throws IOException {
    if (process.pid() > 0) {
      json.name("pid").value(process.pid());
    }
    int parentPid = process.parent() == null ? process.parentPid() : process.parent().pid();
    if (parentPid > 0) {
      json.name("parent_pid").value(parentPid);
    }
    if (process.depth() >= 0) {
      json.name("depth").value(process.depth());
    }
    json.name("program").value(process.program());
    json.name("command").value(process.command());
    json.name("process_begin_ms").value(JsonReport.millis(process.beginNanos()));
    json.name("state").value(state(tree, process));
    var end = process.end();
    if (end == null) {
      return;
    }
    json.name("process_end_ms").value(JsonReport.millis(process.endNanos()));
    json.name("lifetime_ns").value(process.livedNanos(0));
    json.name("exit_code").value(end.exitCode());
    json.name("signal").value(end.signal());
    json.name("outcome").value(end.words());
    json.name("cpu_ns").value(end.cpuNanos());
    if (end.peakBytes() >= 0) {
      json.name("peak_bytes").value(end.peakBytes());
    }
  }

  private static String state(StartTree tree, ProcessNode<?> process) {
    if (process.end() != null) {
      return "ended";
    }
    if (process.pid() <= 0) {
      return "failed";
    }
    return process.isOpen() && tree.jvm().coverage() == Coverage.KERNEL ? "running" : "unknown";
  }
}
