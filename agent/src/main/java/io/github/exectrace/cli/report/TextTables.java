package io.github.exectrace.cli.report;

import io.github.exectrace.cli.report.TextTable.Column;
import io.github.exectrace.report.Group;
import io.github.exectrace.report.GroupKey;
import io.github.exectrace.report.Report;
import java.util.List;
import java.util.function.Function;

/** The tables of the text, each with as many rows as are asked for. */
final class TextTables {
  private static final int LEAST_PLACE = 26;
  private static final int LEAST_COMMAND = 18;
  private static final int LEAST_NAME = 12;

  private final Report report;
  private final Glyphs glyphs;
  private final Quantities quantities;
  private final int top;

  TextTables(Report report, Glyphs glyphs, int top) {
    this.report = report;
    this.glyphs = glyphs;
    this.quantities = new Quantities(glyphs);
    this.top = top;
  }

  /**
   * A table.
   *
   * @param remark what is not in it; empty if all is
   */
  record Titled(TextTable table, String remark) {}

  Titled who() {
    var table =
        new TextTable(
            Column.number("COUNT", Column.ALWAYS),
            Column.number("FAILED", 4),
            Column.number("FAILED EXIT", 3),
            Column.text("PROGRAM", LEAST_NAME),
            Column.word("HOW", 5),
            Column.place("STARTED AT", LEAST_PLACE),
            Column.text("THREAD", LEAST_NAME),
            Column.number("LAST", 2));
    for (var group : first(report.who())) {
      table.add(
          Quantities.count(group.count()),
          Quantities.countOrDash(group.failed()),
          Quantities.countOrDash(group.failedExits()),
          visible(group.key().program()),
          group.key().how(),
          place(group.key().site()),
          threads(group),
          Quantities.time(group.lastNanos()));
    }
    return new Titled(table, remark(report.who()));
  }

  Titled running() {
    var table =
        new TextTable(
            Column.number("AGE", Column.ALWAYS),
            Column.number("PID", Column.ALWAYS),
            Column.text("COMMAND", LEAST_COMMAND),
            Column.place("STARTED AT", LEAST_PLACE),
            Column.text("THREAD", LEAST_NAME));
    for (var running : report.running().stream().limit(top).toList()) {
      var process = running.process();
      var origin = running.tree().origin();
      table.add(
          quantities.duration(process.livedNanos(running.tree().jvm().endNanos())),
          Integer.toString(process.pid()),
          visible(process.command().isEmpty() ? process.program() : process.command()),
          place(origin.site()),
          visible(origin.thread()));
    }
    return new Titled(table, rest(report.running().size() - top));
  }

  Titled failures() {
    var table =
        new TextTable(
            Column.number("COUNT", Column.ALWAYS),
            Column.word("WHAT", 5),
            Column.text("PROGRAM", LEAST_NAME),
            Column.text("OUTCOME", LEAST_NAME),
            Column.place("STARTED AT", LEAST_PLACE),
            Column.text("THREAD", LEAST_NAME),
            Column.number("LAST", 2));
    for (var group : first(report.failures())) {
      table.add(
          Quantities.count(group.count()),
          group.key().kind().word(),
          visible(group.key().program()),
          visible(group.key().outcome()),
          place(group.key().site()),
          threads(group),
          Quantities.time(group.lastNanos()));
    }
    return new Titled(table, remark(report.failures()));
  }

  Titled processes() {
    return new TextTree(report, glyphs).table(top);
  }

  Titled sites() {
    return measured(report.sites(), Column.place("LINE", LEAST_PLACE), key -> place(key.site()));
  }

  Titled programs() {
    return measured(
        report.programs(), Column.text("PROGRAM", LEAST_NAME), key -> name(key.program()));
  }

  Titled threads() {
    return measured(report.threads(), Column.text("THREAD", LEAST_NAME), key -> name(key.thread()));
  }

  private <K extends GroupKey> Titled measured(
      Report.Table<K> groups, Column name, Function<K, String> key) {
    var table =
        new TextTable(
            Column.number("COUNT", Column.ALWAYS),
            Column.number("FAILED", 8),
            Column.number("FAILED EXIT", 6),
            name,
            Column.number("WAIT p50", 8),
            Column.number("p99", 8),
            Column.number("max", 5),
            Column.number("LIFE p50", 7),
            Column.number("p99", 4),
            Column.number("max", 4),
            Column.number("CPU", 3),
            Column.number("PEAK", 2));
    for (var group : first(groups)) {
      var waits = group.waits();
      var life = group.lifetime();
      table.add(
          Quantities.count(group.count()),
          Quantities.countOrDash(group.failed()),
          Quantities.countOrDash(group.failedExits()),
          key.apply(group.key()),
          quantities.duration(waits.p50(), waits.count()),
          quantities.duration(waits.p99(), waits.count()),
          quantities.duration(waits.max(), waits.count()),
          quantities.duration(life.p50(), life.count()),
          quantities.duration(life.p99(), life.count()),
          quantities.duration(life.max(), life.count()),
          quantities.duration(group.cpuNanos(), life.count()),
          Quantities.size(group.peakBytes()));
    }
    return new Titled(table, remark(groups));
  }

  private <K extends GroupKey> List<Group<K>> first(Report.Table<K> table) {
    return table.groups().stream().limit(top).toList();
  }

  private String remark(Report.Table<?> table) {
    long rarest = table.inOthers();
    return rest(table.groups().size() - top)
        + (rarest == 0 ? "" : "; the rarest, %,d in all, are left out".formatted(rarest));
  }

  private static String rest(long more) {
    return more <= 0 ? "" : "and %,d more: --top".formatted(more);
  }

  private String threads(Group<?> group) {
    if (group.threads().isEmpty()) {
      return "-";
    }
    int more = group.threads().size() - 1;
    var first = visible(group.threads().getFirst());
    return more == 0 ? first : first + " +" + more + (group.hasMoreThreads() ? " or more" : "");
  }

  private String name(String recorded) {
    return visible(recorded.isEmpty() ? "(unknown)" : recorded);
  }

  private String place(String site) {
    return site.isEmpty() ? "(unknown)" : visible(Quantities.place(site));
  }

  private String visible(String recorded) {
    return glyphs.visible(recorded);
  }
}
