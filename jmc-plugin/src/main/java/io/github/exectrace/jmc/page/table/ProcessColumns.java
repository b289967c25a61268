package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.function.Function;

/**
 * The columns of all tables whose rows belong to a process each.
 *
 * @param <T> the rows' type
 */
final class ProcessColumns<T> {
  private final Function<T, TracedProcess> process;

  ProcessColumns(Function<T, TracedProcess> process) {
    this.process = process;
  }

  Column<T> pid() {
    return Column.<T>amount("pid", Messages.get("page.column.pid"), 80, this::pid).ascending();
  }

  private Pid pid(T row) {
    int pid = process.apply(row).pid();
    return pid > 0 ? new Pid(pid) : null;
  }

  Column<T> exit() {
    return Column.text(
        "exit", Messages.get("page.column.exit"), 80, row -> Endings.brief(process.apply(row)));
  }

  Column<T> thread() {
    return Column.text(
        "thread", Messages.get("page.column.thread"), 150, row -> origin(row, Spawn::threadName));
  }

  Column<T> site() {
    return Column.text(
        "site",
        Messages.get("page.column.site"),
        300,
        row -> origin(row, spawn -> spawn.site().toString()));
  }

  private String origin(T row, Function<Spawn, String> text) {
    return process.apply(row).origin().map(text).orElse("");
  }

  Column<T> lifetime() {
    return Column.duration(
        "lifetime",
        Messages.get("page.column.lifetime"),
        100,
        row -> process.apply(row).lifetime());
  }

  Column<T> cpu() {
    return Column.duration(
        "cpu", Messages.get("page.column.cpu"), 100, row -> process.apply(row).cpuTime());
  }

  Column<T> memory() {
    return Column.amount(
        "memory",
        Messages.get("page.column.memory"),
        115,
        row -> Amounts.memory(process.apply(row).maxResidentSetSize()));
  }
}
