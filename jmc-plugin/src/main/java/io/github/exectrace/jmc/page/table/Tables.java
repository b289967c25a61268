package io.github.exectrace.jmc.page.table;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.StartHistogram;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.List;
import java.util.function.Function;
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
            Column.text("name", Messages.get("page.column.group"), 460, StartHistogram.Row::name),
            count("count", Messages.get("page.column.starts"), StartHistogram.Row::count)
                .bar(totals::shareOfCount),
            Column.amount(
                "failures",
                Messages.get("page.column.failures"),
                80,
                row -> row.failures() == 0 ? null : Amounts.count(row.failures())),
            count(
                "processes", Messages.get("page.column.processes"), StartHistogram.Row::processes),
            Column.<StartHistogram.Row>duration(
                    "totalWait",
                    Messages.get("page.column.totalWait"),
                    150,
                    row -> row.wait99() < 0 ? row.wait99() : row.totalWait())
                .bar(totals::shareOfWait),
            wait("wait50", Messages.get("page.column.wait50"), StartHistogram.Row::wait50).hidden(),
            wait("wait99", Messages.get("page.column.wait99"), StartHistogram.Row::wait99),
            wait("maxWait", Messages.get("page.column.maxWait"), StartHistogram.Row::maxWait)
                .hidden(),
            Column.duration(
                "totalLifetime",
                Messages.get("page.column.totalLifetime"),
                120,
                StartHistogram.Row::totalLifetime));
    return new RowTable<>(parent, StartHistogram.Row.class, columns, "count", state);
  }

  private static Column<StartHistogram.Row> count(
      String id, String title, Function<StartHistogram.Row, Integer> value) {
    return Column.amount(id, title, 90, row -> Amounts.count(value.apply(row)));
  }

  private static Column<StartHistogram.Row> wait(
      String id, String title, Function<StartHistogram.Row, Long> nanos) {
    return Column.duration(id, title, 150, nanos);
  }

  /** What failed. */
  public static RowTable<Failure> failures(Composite parent, IState state) {
    var process = new ProcessColumns<>(Failure::process);
    var columns =
        List.<Column<Failure>>of(
            time("time", Failure::time),
            Column.text("reason", Messages.get("page.column.reason"), 120, Failure::reason),
            commandLine(380, Failure::commandLine),
            process.thread(),
            process.site(),
            process.pid(),
            process.lifetime().hidden());
    return new RowTable<>(parent, Failure.class, columns, "time", state);
  }

  /** Every program that was executed or refused. */
  public static RowTable<Exec> execs(Composite parent, IState state) {
    var process = new ProcessColumns<>(Exec::process);
    var columns =
        List.<Column<Exec>>of(
            time("time", Exec::time),
            commandLine(380, Exec::commandLine),
            process.pid(),
            Column.text("result", Messages.get("page.column.result"), 80, Tables::result),
            process.exit(),
            process.lifetime(),
            process.thread(),
            process.site(),
            executable(Exec::executable).hidden(),
            Column.<Exec>amount(
                    "depth",
                    Messages.get("page.column.depth"),
                    60,
                    row -> Amounts.count(row.process().depth()))
                .hidden(),
            process.cpu().hidden(),
            process.memory().hidden());
    return new RowTable<>(parent, Exec.class, columns, "time", state);
  }

  /** The processes below those that started them. */
  public static ProcessTree processes(Composite parent, IState state) {
    var process = new ProcessColumns<TracedProcess>(Function.identity());
    var columns =
        List.<Column<TracedProcess>>of(
            commandLine(460, TracedProcess::commandLine),
            process.pid(),
            process.exit(),
            process.lifetime(),
            process.cpu(),
            process.memory(),
            time("start", TracedProcess::start),
            process.thread(),
            process.site().hidden(),
            executable(TracedProcess::executable).hidden(),
            Column.duration("user", Messages.get("page.column.user"), 100, TracedProcess::userTime)
                .hidden(),
            Column.duration(
                    "system", Messages.get("page.column.system"), 100, TracedProcess::systemTime)
                .hidden());
    return new ProcessTree(parent, columns, "start", state);
  }

  private static <T> Column<T> time(String id, Function<T, Long> nanos) {
    return Column.text(
        id, Messages.get("page.column.time"), 180, row -> Amounts.time(nanos.apply(row)));
  }

  private static <T> Column<T> commandLine(int width, Function<T, Object> value) {
    return Column.text(
        FieldNames.COMMAND_LINE, Messages.get("page.column.commandLine"), width, value);
  }

  private static <T> Column<T> executable(Function<T, Object> value) {
    return Column.text(FieldNames.EXECUTABLE, Messages.get("page.column.executable"), 200, value);
  }

  private static String result(Exec exec) {
    return exec.succeeded() ? Messages.get("page.result.executed") : Errno.name(exec.errno());
  }
}
