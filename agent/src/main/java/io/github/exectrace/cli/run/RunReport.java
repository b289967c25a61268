package io.github.exectrace.cli.run;

import com.google.gson.stream.JsonWriter;
import io.github.exectrace.cli.output.JsonFormat;
import io.github.exectrace.cli.output.JsonLine;
import io.github.exectrace.events.Errno;
import io.github.exectrace.tracer.KernelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What {@code run} reports.
 *
 * @param command what was run
 * @param exitCode how it ended; empty if it still runs
 * @param history what happened
 * @param summary the account of the tracer
 */
record RunReport(
    List<String> command, OptionalInt exitCode, ProcessHistory.Outcome history, String summary) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String ROW = "%12s %12s %8s  %-14s %s%n";
  private static final String HEADING =
      String.format(ROW, "START ms", "DURATION ms", "PID", "EXIT", "COMMAND");
  private static final String INDENT = "  ";

  String table() {
    var text = new StringBuilder(HEADING);
    history.runs().forEach(run -> appendRow(text, run, 0));
    return text.append(total()).toString();
  }

  /** The same with each process below the one that made it. */
  String tree() {
    var text = new StringBuilder(HEADING);
    history.roots().forEach(root -> appendTree(text, root, 0));
    return text.append(total()).toString();
  }

  private void appendTree(StringBuilder text, ProcessHistory.Node process, int depth) {
    process.runs().forEach(run -> appendRow(text, run, depth));
    // A process that only was a copy of its parent has no line, so what it made moves up.
    int below = process.runs().isEmpty() ? depth : depth + 1;
    process.children().forEach(child -> appendTree(text, child, below));
  }

  private void appendRow(StringBuilder text, ProgramRun run, int depth) {
    text.append(
        ROW.formatted(
            millis(run.startNanos() - startNanos()),
            run.errno() == 0 ? millis(run.durationNanos(history.endNanos())) : "-",
            run.exec().head().pid(),
            outcome(run),
            INDENT.repeat(depth) + line(run)));
  }

  private String total() {
    var end = exitCode.isPresent() ? "exit code " + exitCode.getAsInt() : "still running";
    return "%d programs in %s ms, %s%n%s%n"
        .formatted(history.runs().size(), millis(history.endNanos() - startNanos()), end, summary);
  }

  private long startNanos() {
    var runs = history.runs();
    return runs.isEmpty() ? history.endNanos() : runs.getFirst().startNanos();
  }

  private static String millis(long nanos) {
    return "%.3f".formatted(nanos / NANOS_PER_MILLI);
  }

  private static String outcome(ProgramRun run) {
    if (run.errno() != 0) {
      return Errno.name(run.errno());
    }
    if (run.isReplaced()) {
      return "exec";
    }
    return run.exit()
        .map(
            exit ->
                exit.signal() == 0
                    ? Integer.toString(exit.exitCode())
                    : "signal " + exit.signal() + (exit.coreDumped() ? " core" : ""))
        .orElse("running");
  }

  /** For a failure, or without arguments, with the file that was tried or executed. */
  private static String line(ProgramRun run) {
    var arguments = run.exec().arguments();
    var words = new ArrayList<>(arguments.list());
    if (run.errno() == 0 && !words.isEmpty()) {
      return arguments.toCommandLine();
    }
    if (!words.isEmpty()) {
      words.removeFirst();
    }
    var exec = run.exec();
    var file = exec.file().map(KernelPath::text).orElse(exec.executable());
    words.addFirst(file.getBytes(StandardCharsets.UTF_8));
    return arguments.withMark(words);
  }

  String json() {
    return JsonLine.of(
            json -> {
              json.name("command").beginArray();
              for (var word : command) {
                json.value(word);
              }
              json.endArray();
              if (exitCode.isPresent()) {
                json.name("exit_code").value(exitCode.getAsInt());
              }
              json.name("duration_ns").value(history.endNanos() - startNanos());
              json.name("programs").beginArray();
              for (var run : history.runs()) {
                write(json, run);
              }
              json.endArray();
            })
        + "\n";
  }

  private void write(JsonWriter json, ProgramRun run) throws IOException {
    json.beginObject();
    json.name("start_ns").value(run.startNanos() - startNanos());
    json.name("depth").value(run.exec().head().depth());
    if (run.errno() == 0) {
      json.name("duration_ns").value(run.durationNanos(history.endNanos()));
      json.name("outcome").value(outcome(run));
    } else {
      json.name("errno").value(run.errno());
      json.name("error").value(Errno.name(run.errno()));
    }
    if (run.exit().isPresent()) {
      JsonFormat.writeExit(json, run.exit().get());
    }
    JsonFormat.writeHead(json, run.exec());
    JsonFormat.writeExec(json, run.exec());
    json.endObject();
  }
}
