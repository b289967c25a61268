package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.page.table.RowTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.swt.widgets.Control;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.flightrecorder.ui.common.FilterComponent;
import org.openjdk.jmc.ui.handlers.MCContextMenuManager;

/**
 * A table with JMC's filter and search above it and its menu. UI thread only.
 *
 * @param <T> the rows' type
 */
final class FilteredTable<T> {
  static final String COLUMNS = "columns";
  private static final String FILTER = "filter";

  private final RowTable<T> table;
  private final Menus menus;
  private final BiPredicate<Narrowing, T> keeps;
  private final Consumer<IItemFilter> onFilter;
  private final FilterComponent filter;
  private final MCContextMenuManager menu;
  private List<T> rows = List.of();
  private Predicate<T> also = row -> true;
  private Narrowing narrowing = Narrowing.NONE;

  /**
   * @param keeps whether a filter leaves a row
   * @param onFilter told of the filter, for the next time
   * @param lastFilter what it was told last
   */
  FilteredTable(
      RowTable<T> table,
      Menus menus,
      IState state,
      String selectionKey,
      Function<T, TracedProcess> process,
      BiPredicate<Narrowing, T> keeps,
      Consumer<IItemFilter> onFilter,
      IItemFilter lastFilter) {
    this.table = table;
    this.menus = menus;
    this.keeps = keeps;
    this.onFilter = onFilter;
    menu =
        menus.create(
            table.manager(),
            Messages.get(selectionKey),
            () -> processes(table.selected(), process));
    filter =
        FilterComponent.createFilterComponent(
            table.viewer().getControl(),
            table.manager(),
            lastFilter,
            menus.items(),
            menus.container().getSelectionStore()::getSelections,
            this::filter);
    menu.add(filter.getShowFilterAction());
    menu.add(filter.getShowSearchAction());
    filter.loadState(PageView.child(state, FILTER));
    table.onSelect(selected -> menus.select(processes(selected, process)));
  }

  private static <T> Collection<TracedProcess> processes(
      List<T> rows, Function<T, TracedProcess> process) {
    return rows.stream().map(process).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  Control control() {
    return filter.getComponent();
  }

  void show(List<T> newRows) {
    rows = newRows;
    refill();
  }

  /** From now on shows only what passes this, too. */
  void setAlso(Predicate<T> predicate) {
    also = predicate;
    refill();
  }

  /** The context menu, to add to. */
  MCContextMenuManager menu() {
    return menu;
  }

  /** Called by JMC; null if the filter is not shown. */
  private void filter(IItemFilter itemFilter) {
    onFilter.accept(itemFilter);
    narrowing =
        itemFilter == null ? Narrowing.NONE : Narrowing.to(menus.items().apply(itemFilter), null);
    refill();
  }

  private void refill() {
    var left =
        rows.stream()
            .filter(also)
            .filter(row -> narrowing.isNone() || keeps.test(narrowing, row))
            .collect(Collectors.toList());
    table.show(left);
    if (filter != null && !narrowing.isNone()) {
      filter.setColor(left.size());
    }
  }

  void saveTo(IWritableState state) {
    table.saveTo(state.createChild(COLUMNS));
    filter.saveState(state.createChild(FILTER));
  }
}
