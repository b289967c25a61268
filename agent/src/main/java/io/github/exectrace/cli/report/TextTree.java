package io.github.exectrace.cli.report;

import io.github.exectrace.cli.report.TextTable.Column;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.report.Coverage;
import io.github.exectrace.report.Report;
import io.github.exectrace.report.StartTree;
import java.util.Comparator;

/** Each start in a line, and below it what the started process started itself. */
final class TextTree {
  private static final int LEAST_PLACE = 22;
  private static final int LEAST_COMMAND = 24;
  private static final int LEAST_NAME = 8;
  private static final String INDENT = "  ";

  private final Report report;
  private final Glyphs glyphs;
  private final Quantities quantities;
  private final TextTable table =
      new TextTable(
          Column.text("THREAD", LEAST_NAME),
          Column.place("STARTED AT", LEAST_PLACE),
          Column.number("PID", 5),
          Column.text("COMMAND", LEAST_COMMAND),
          Column.word("END", Column.ALWAYS),
          Column.number("LIFE", Column.ALWAYS),
          Column.number("WAIT", 2),
          Column.number("CPU", 4),
          Column.number("PEAK", 3));

  TextTree(Report report, Glyphs glyphs) {
    this.report = report;
    this.glyphs = glyphs;
    this.quantities = new Quantities(glyphs);
  }

  /** Of so many starts, those with unended processes and the longest-lived. */
  TextTables.Titled table(int top) {
    var trees =
        report.trees().trees().stream()
            .sorted(Comparator.comparingLong(this::worth).reversed())
            .limit(top)
            .sorted(Comparator.comparingLong(StartTree::beginNanos))
            .toList();
    trees.forEach(this::add);
    long shown =
        trees.stream()
            .flatMap(tree -> tree.processes().stream())
            .filter(process -> process.pid() > 0)
            .count();
    long all = report.trees().total();
    return new TextTables.Titled(
        table,
        shown >= all ? "" : "%,d of %,d, the longest-lived: --top, --find".formatted(shown, all));
  }

  private long worth(StartTree tree) {
    return tree.processes().stream()
        .mapToLong(
            process ->
                process.isOpen()
                    ? Long.MAX_VALUE
                    : process.end() == null ? 0 : process.livedNanos(0))
        .max()
        .orElse(0);
  }

  private void add(StartTree tree) {
    var processes = tree.processes();
    if (processes.isEmpty()) {
      return;
    }
    for (var process : processes) {
      if (process.parent() == null) {
        addBelow(tree, process, 0);
      }
    }
    if (tree.leftOut() > 0) {
      table.add("", "", "", "and %,d more".formatted(tree.leftOut()), "", "", "", "", "");
    }
  }

  private void addBelow(StartTree tree, ProcessNode<?> process, int indentation) {
    row(tree, process, indentation);
    for (var child : process.children()) {
      addBelow(tree, child, indentation + 1);
    }
  }

  private void row(StartTree tree, ProcessNode<?> process, int indentation) {
    var command = process.command().isEmpty() ? process.program() : process.command();
    var indent = indentation == 0 ? "" : INDENT.repeat(indentation - 1) + glyphs.below();
    boolean first = indentation == 0;
    var end = process.end();
    table.add(
        first ? glyphs.visible(tree.origin().thread()) : "",
        first ? glyphs.visible(Quantities.place(tree.origin().site())) : "",
        process.pid() > 0 ? Integer.toString(process.pid()) : "-",
        indent + glyphs.visible(command.isEmpty() ? "(no exec)" : command),
        end(tree, process),
        quantities.duration(
            process.isOpen() || end != null ? process.livedNanos(tree.jvm().endNanos()) : -1),
        first ? quantities.duration(tree.waitNanos()) : "",
        end == null ? "-" : quantities.duration(end.cpuNanos()),
        end == null ? "-" : Quantities.size(end.peakBytes()));
  }

  private static String end(StartTree tree, ProcessNode<?> process) {
    var end = process.end();
    if (end != null) {
      return end.signal() == 0 ? Integer.toString(end.exitCode()) : end.words();
    }
    if (process.pid() <= 0 && !tree.failure().isEmpty()) {
      return tree.failure();
    }
    return process.isOpen() && tree.jvm().coverage() == Coverage.KERNEL ? "running" : "unknown";
  }
}
