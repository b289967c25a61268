package io.github.exectrace.cli.report;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.report.Coverage;
import io.github.exectrace.report.JvmRun;
import io.github.exectrace.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A report as lines of text: what can be trusted, who started what, and the tables. */
final class TextReport {
  private static final int LONGEST_PROSE = 110;

  private final Report report;
  private final Glyphs glyphs;
  private final Quantities quantities;
  private final int width;
  private final int top;
  private final List<String> lines = new ArrayList<>();

  /**
   * A text of a report.
   *
   * @param width how many characters fit on a line
   * @param top how many rows each table has at most
   */
  TextReport(Report report, Glyphs glyphs, int width, int top) {
    this.report = report;
    this.glyphs = glyphs;
    this.quantities = new Quantities(glyphs);
    this.width = width;
    this.top = top;
  }

  String text(Set<Section> sections) {
    head();
    var tables = new TextTables(report, glyphs, top);
    for (var section : Section.values()) {
      if (sections.contains(section)) {
        switch (section) {
          case WHO -> table("WHO STARTED WHAT", tables.who());
          case RUNNING -> running(tables);
          case PROBLEMS -> table("WHAT WENT WRONG", tables.failures());
          case PROCESSES -> table("PROCESSES", tables.processes());
          case SITES -> table("BY LINE", tables.sites());
          case PROGRAMS -> table("BY PROGRAM", tables.programs());
          case THREADS -> table("BY THREAD", tables.threads());
          case LEDGER -> ledger();
        }
      }
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private void head() {
    for (var jvm : report.jvms()) {
      prose(
          (report.jvms().size() == 1 ? "JVM" : "JVM " + jvm.number() + ":")
              + name(jvm)
              + ", recorded "
              + Quantities.dateAndTime(jvm.beginNanos())
              + " to "
              + Quantities.time(jvm.endNanos())
              + " ("
              + quantities.duration(jvm.endNanos() - jvm.beginNanos())
              + "), "
              + jvm.files().stream()
                  .map(file -> String.valueOf(file.getFileName()))
                  .collect(Collectors.joining(", ")));
    }
    var warnings = Warnings.of(report);
    warnings.forEach(this::prose);
    if (warnings.isEmpty()) {
      prose("Complete: the kernel was traced and nothing was lost.");
    }
    prose(totals());
  }

  private static String name(JvmRun jvm) {
    var identity = jvm.identity();
    return (identity.pid() < 0 ? "" : " " + identity.pid())
        + (identity.pid() < 0 || identity.name().isEmpty() ? "" : " " + identity.name());
  }

  private String totals() {
    var totals = report.totals();
    var text = new StringBuilder();
    text.append(Quantities.count(totals.starts(), "start")).append(" by Java threads");
    if (report.coverage() != Coverage.JDK) {
      text.append(", ").append(Quantities.count(totals.failedStarts())).append(" of them failed");
    }
    if (report.coverage() == Coverage.KERNEL) {
      text.append("; ")
          .append(Quantities.count(totals.nativeStarts()))
          .append(" bypassing ProcessBuilder; ")
          .append(Quantities.count(totals.execs(), "program"))
          .append(" executed, ")
          .append(Quantities.count(totals.failedExits(), "failed exit"))
          .append(" (")
          .append(Quantities.count(totals.killed()))
          .append(" by a signal), ")
          .append(Quantities.count(report.running().size()))
          .append(" still running");
    }
    return text.append('.').toString();
  }

  private void running(TextTables tables) {
    if (report.coverage() == Coverage.KERNEL || !report.running().isEmpty()) {
      table("STILL RUNNING WHEN RECORDING ENDED", tables.running());
    } else {
      title("STILL RUNNING WHEN RECORDING ENDED");
      lines.add("Not known: the kernel was not traced.");
    }
  }

  private void table(String title, TextTables.Titled table) {
    title(title + (table.remark().isEmpty() ? "" : " (" + table.remark() + ")"));
    if (table.table().isEmpty()) {
      lines.add("None.");
    } else {
      lines.addAll(table.table().lines(width, glyphs));
    }
  }

  private void ledger() {
    title("LEDGER");
    for (var jvm : report.jvms()) {
      if (report.jvms().size() > 1) {
        lines.add("JVM " + jvm.number() + name(jvm));
      }
      if (jvm.ledger().isEmpty()) {
        prose("Not known: the recording has no TracerStatistics event.");
      } else {
        account(jvm.ledger().counters());
      }
      if (!jvm.ledger().mode().isEmpty()) {
        prose(
            "mode %s, scope %s, state %s, Linux %s"
                .formatted(
                    jvm.ledger().mode(),
                    jvm.ledger().scope(),
                    jvm.ledger().state(),
                    jvm.ledger().kernel()));
      }
    }
  }

  private void account(Map<String, Long> counters) {
    long lost =
        counter(counters, FieldNames.LOST_RING_FULL) + counter(counters, FieldNames.LOST_NO_BUFFER);
    prose(
        "The kernel program saw %,d = %,d emitted + %,d filtered + %,d lost."
            .formatted(
                counter(counters, FieldNames.SEEN),
                counter(counters, FieldNames.EMITTED),
                counter(counters, FieldNames.FILTERED),
                lost));
    var others =
        counters.entrySet().stream()
            .filter(
                entry ->
                    !Set.of(FieldNames.SEEN, FieldNames.EMITTED, FieldNames.FILTERED)
                        .contains(entry.getKey()))
            .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    prose(others);
  }

  private static long counter(Map<String, Long> counters, String name) {
    return counters.getOrDefault(name, 0L);
  }

  private void title(String title) {
    lines.add("");
    lines.add(title);
  }

  /** Breaks a sentence between words where the line ends. */
  private void prose(String sentence) {
    int room = Math.min(width, LONGEST_PROSE);
    var line = new StringBuilder();
    for (var word : glyphs.visible(sentence).split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
        lines.add(line.toString());
        line.setLength(0);
        line.append("  ");
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
  }
}
