package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Errnos;
import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.StartHistogram;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.List;
import org.eclipse.swt.widgets.Composite;
import org.openjdk.jmc.common.IState;

/** The page's tables and what stands in their columns. */
public final class Tables {
  private Tables() {}

  /**
   * Starts by what they have in common.
   *
   * @param totals of all rows together, for the bars
   */
  public static RowTable<StartHistogram.Row> histogram(
      Composite parent, IState state, HistogramTotals totals) {
    var columns =
        List.<Column<StartHistogram.Row>>of(
            Column.text("name", Messages.get("page.column.group"), 460, row -> row.name()),
            Column.<StartHistogram.Row>amount(
                    "count",
                    Messages.get("page.column.starts"),
                    90,
                    row -> Amounts.count(row.count()))
                .bar(row -> totals.shareOfCount(row)),
            Column.amount(
                "failures",
                Messages.get("page.column.failures"),
                80,
                row -> row.failures() == 0 ? null : Amounts.count(row.failures())),
            Column.amount(
                "processes",
                Messages.get("page.column.processes"),
                90,
                row -> Amounts.count(row.processes())),
            Column.<StartHistogram.Row>amount(
                    "totalWait",
                    Messages.get("page.column.totalWait"),
                    150,
                    row -> row.wait99() < 0 ? null : Amounts.duration(row.totalWait()))
                .bar(row -> totals.shareOfWait(row)),
            Column.<StartHistogram.Row>amount(
                    "wait50",
                    Messages.get("page.column.wait50"),
                    135,
                    row -> Amounts.duration(row.wait50()))
                .hidden(),
            Column.amount(
                "wait99",
                Messages.get("page.column.wait99"),
                135,
                row -> Amounts.duration(row.wait99())),
            Column.<StartHistogram.Row>amount(
                    "maxWait",
                    Messages.get("page.column.maxWait"),
                    150,
                    row -> Amounts.duration(row.maxWait()))
                .hidden(),
            Column.amount(
                "totalLifetime",
                Messages.get("page.column.totalLifetime"),
                120,
                row -> Amounts.duration(row.totalLifetime())));
    return new RowTable<>(parent, StartHistogram.Row.class, columns, "count", state);
  }

  /** What failed. */
  public static RowTable<Failure> failures(Composite parent, IState state) {
    var columns =
        List.<Column<Failure>>of(
            Column.text(
                "time", Messages.get("page.column.time"), 180, row -> Amounts.time(row.time())),
            Column.text("reason", Messages.get("page.column.reason"), 120, row -> row.reason()),
            Column.text(
                "commandLine",
                Messages.get("page.column.commandLine"),
                380,
                row -> row.commandLine()),
            Column.text(
                "thread", Messages.get("page.column.thread"), 150, row -> thread(row.process())),
            Column.text("site", Messages.get("page.column.site"), 300, row -> site(row.process())),
            Column.<Failure>amount(
                    "pid", Messages.get("page.column.pid"), 80, row -> pid(row.process()))
                .ascending(),
            Column.<Failure>amount(
                    "lifetime",
                    Messages.get("page.column.lifetime"),
                    100,
                    row -> Amounts.duration(row.process().lifetime()))
                .hidden());
    return new RowTable<>(parent, Failure.class, columns, "time", state);
  }

  /** Every program that was executed or refused. */
  public static RowTable<Exec> execs(Composite parent, IState state) {
    var columns =
        List.<Column<Exec>>of(
            Column.text(
                "time", Messages.get("page.column.time"), 180, row -> Amounts.time(row.time())),
            Column.text(
                "commandLine",
                Messages.get("page.column.commandLine"),
                380,
                row -> row.commandLine()),
            Column.<Exec>amount(
                    "pid", Messages.get("page.column.pid"), 80, row -> pid(row.process()))
                .ascending(),
            Column.text("result", Messages.get("page.column.result"), 80, row -> result(row)),
            Column.text(
                "exit", Messages.get("page.column.exit"), 80, row -> Endings.brief(row.process())),
            Column.amount(
                "lifetime",
                Messages.get("page.column.lifetime"),
                100,
                row -> Amounts.duration(row.process().lifetime())),
            Column.text(
                "thread", Messages.get("page.column.thread"), 150, row -> thread(row.process())),
            Column.text("site", Messages.get("page.column.site"), 300, row -> site(row.process())),
            Column.<Exec>text(
                    "executable",
                    Messages.get("page.column.executable"),
                    200,
                    row -> row.executable())
                .hidden(),
            Column.<Exec>amount(
                    "depth",
                    Messages.get("page.column.depth"),
                    60,
                    row -> Amounts.count(row.process().depth()))
                .hidden(),
            Column.<Exec>amount(
                    "cpu",
                    Messages.get("page.column.cpu"),
                    100,
                    row -> Amounts.duration(row.process().cpuTime()))
                .hidden(),
            Column.<Exec>amount(
                    "memory",
                    Messages.get("page.column.memory"),
                    115,
                    row -> Amounts.memory(row.process().maxResidentSetSize()))
                .hidden());
    return new RowTable<>(parent, Exec.class, columns, "time", state);
  }

  /** The processes below those that started them. */
  public static ProcessTree processes(Composite parent, IState state) {
    var columns =
        List.<Column<TracedProcess>>of(
            Column.text(
                "commandLine",
                Messages.get("page.column.commandLine"),
                460,
                row -> row.commandLine()),
            Column.<TracedProcess>amount(
                    "pid", Messages.get("page.column.pid"), 80, row -> pid(row))
                .ascending(),
            Column.text("exit", Messages.get("page.column.exit"), 80, row -> Endings.brief(row)),
            Column.amount(
                "lifetime",
                Messages.get("page.column.lifetime"),
                100,
                row -> Amounts.duration(row.lifetime())),
            Column.amount(
                "cpu",
                Messages.get("page.column.cpu"),
                100,
                row -> Amounts.duration(row.cpuTime())),
            Column.amount(
                "memory",
                Messages.get("page.column.memory"),
                115,
                row -> Amounts.memory(row.maxResidentSetSize())),
            Column.text(
                "start", Messages.get("page.column.time"), 180, row -> Amounts.time(row.start())),
            Column.text("thread", Messages.get("page.column.thread"), 150, row -> thread(row)),
            Column.<TracedProcess>text(
                    "site", Messages.get("page.column.site"), 300, row -> site(row))
                .hidden(),
            Column.<TracedProcess>text(
                    "executable",
                    Messages.get("page.column.executable"),
                    200,
                    row -> row.executable())
                .hidden(),
            Column.<TracedProcess>amount(
                    "user",
                    Messages.get("page.column.user"),
                    100,
                    row -> Amounts.duration(row.userTime()))
                .hidden(),
            Column.<TracedProcess>amount(
                    "system",
                    Messages.get("page.column.system"),
                    100,
                    row -> Amounts.duration(row.systemTime()))
                .hidden());
    return new ProcessTree(parent, columns, "start", state);
  }

  private static Object pid(TracedProcess process) {
    return process.pid() > 0 ? new Pid(process.pid()) : null;
  }

  private static String thread(TracedProcess process) {
    return process.origin().map(origin -> origin.threadName()).orElse("");
  }

  private static String site(TracedProcess process) {
    return process.origin().map(origin -> origin.site().toString()).orElse("");
  }

  private static String result(Exec exec) {
    return exec.succeeded() ? Messages.get("page.result.executed") : Errnos.name(exec.errno());
  }
}
