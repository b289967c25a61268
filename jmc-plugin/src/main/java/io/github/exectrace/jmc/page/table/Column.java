package io.github.exectrace.jmc.page.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.swt.SWT;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.ui.column.ColumnBuilder;
import org.openjdk.jmc.ui.column.ColumnManager.ColumnComparator;
import org.openjdk.jmc.ui.column.IColumn;
import org.openjdk.jmc.ui.column.TableSettings;
import org.openjdk.jmc.ui.column.TableSettings.ColumnSettings;

/**
 * A column of a table: its value is shown by JMC, which knows quantities. Immutable.
 *
 * @param <T> the rows' type
 */
final class Column<T> {
  private final String id;
  private final String title;
  private final Function<T, Object> value;
  private final int width;
  private boolean right;
  private boolean hidden;
  private boolean descending;
  private Function<T, Double> bar;

  private Column(String id, String title, int width, Function<T, Object> value) {
    this.id = id;
    this.title = title;
    this.width = width;
    this.value = value;
  }

  static <T> Column<T> text(String id, String title, int width, Function<T, Object> value) {
    return new Column<>(id, title, width, value);
  }

  /** Of numbers: to the right, the largest first. */
  static <T> Column<T> amount(String id, String title, int width, Function<T, Object> value) {
    var column = new Column<T>(id, title, width, value);
    column.right = true;
    column.descending = true;
    return column;
  }

  /** Of times that something took, in nanoseconds; negative if not known. */
  static <T> Column<T> duration(String id, String title, int width, Function<T, Long> nanos) {
    return amount(id, title, width, row -> Amounts.duration(nanos.apply(row)));
  }

  /** Not shown until the user asks for it. */
  Column<T> hidden() {
    hidden = true;
    return this;
  }

  /** Sorted from the smallest at first. */
  Column<T> ascending() {
    descending = false;
    return this;
  }

  /** With a bar behind the number. */
  Column<T> bar(Function<T, Double> share) {
    bar = share;
    return this;
  }

  private IColumn build() {
    // JMC hands each row to the accessor as the type that it came in.
    IMemberAccessor<Object, T> accessor = value::apply;
    var builder = new ColumnBuilder(title, id, accessor).style(right ? SWT.RIGHT : SWT.LEFT);
    if (bar != null) {
      builder.columnDrawer(new ShareBar<>(bar));
    }
    return builder.build();
  }

  static <T> List<IColumn> build(List<Column<T>> columns) {
    return columns.stream().map(Column::build).collect(Collectors.toList());
  }

  /**
   * The order that the user chose.
   *
   * @param chosen null for none
   */
  static <T> RowOrder<T> order(List<Column<T>> columns, ColumnComparator chosen) {
    if (chosen == null) {
      return null;
    }
    return columns.stream()
        .filter(column -> column.id.equals(chosen.getColumn().getId()))
        .findFirst()
        .map(column -> new RowOrder<>(column.value, chosen.isSortAscending()))
        .orElse(null);
  }

  /** What the user left behind, or else what the columns say. */
  static <T> TableSettings settings(IState state, String orderBy, List<Column<T>> columns) {
    if (state != null) {
      return new TableSettings(state);
    }
    var settings = new ArrayList<ColumnSettings>();
    for (var column : columns) {
      settings.add(new ColumnSettings(column.id, column.hidden, column.width, !column.descending));
    }
    return new TableSettings(orderBy, settings);
  }
}
