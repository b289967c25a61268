package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.page.table.RowTable;
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
  private IItemFilter chosen; // null: none

  /**
   * @param selection what rows stand for
   * @param keeps whether a filter leaves a row
   * @param onFilter gets the filter, for the next time
   * @param lastFilter what it got last
   */
  FilteredTable(
      RowTable<T> table,
      Menus menus,
      IState state,
      String selectionKey,
      Function<List<T>, PageSelection> selection,
      BiPredicate<Narrowing, T> keeps,
      Consumer<IItemFilter> onFilter,
      IItemFilter lastFilter) {
    this.table = table;
    this.menus = menus;
    this.keeps = keeps;
    this.onFilter = onFilter;
    menu =
        menus.create(
            table.manager(), Messages.get(selectionKey), () -> selection.apply(table.selected()));
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
    table.onSelect(selected -> menus.select(selection.apply(selected)));
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
    chosen = itemFilter;
    refill();
  }

  private void refill() {
    var all = rows;
    var passes = also;
    var wanted = chosen;
    table.show(
        () -> all.stream().filter(passes).filter(matching(wanted)).collect(Collectors.toList()),
        left -> {
          if (wanted != null) {
            filter.setColor(left.size());
          }
        });
  }

  private Predicate<T> matching(IItemFilter wanted) {
    if (wanted == null) {
      return row -> true;
    }
    var narrowing = Narrowing.to(menus.items().apply(wanted), null);
    return row -> keeps.test(narrowing, row);
  }

  void saveTo(IWritableState state) {
    table.saveTo(state.createChild(COLUMNS));
    filter.saveState(state.createChild(FILTER));
  }
}
