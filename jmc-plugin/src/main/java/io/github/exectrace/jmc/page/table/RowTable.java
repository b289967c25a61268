package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.Background;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.ViewerFilter;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.ui.column.ColumnManager;
import org.openjdk.jmc.ui.column.ColumnManager.ColumnComparator;

/**
 * A table that JMC's column manager shows and hides columns of. It is sorted off the UI thread and
 * fills in only what is visible. UI thread only.
 *
 * @param <T> the rows' type
 */
public final class RowTable<T> {
  private final TableViewer viewer;
  private final LazyRows<T> content;
  private final ColumnManager manager;
  private final Class<T> type;
  private final List<Column<T>> columns;
  private final Latest latest;
  private RowOrder<T> order;
  private CompletableFuture<List<T>> rows = CompletableFuture.completedFuture(List.of());
  private Consumer<List<T>> onShown = shown -> {};
  private boolean quiet;

  RowTable(Composite parent, Class<T> type, List<Column<T>> columns, String orderBy, IState state) {
    this.type = type;
    this.columns = columns;
    viewer =
        new TableViewer(parent, SWT.VIRTUAL | SWT.MULTI | SWT.FULL_SELECTION) {
          @Override
          public void refresh() {
            // JMC's search wants it, but JFace does not filter what is filled in lazily.
            showAgain();
          }
        };
    viewer.setUseHashlookup(true);
    content = new LazyRows<>(viewer);
    viewer.setContentProvider(content);
    latest = new Latest(viewer.getTable());
    ColumnViewerToolTipSupport.enableFor(viewer);
    manager =
        ColumnManager.build(
            viewer,
            Column.build(columns),
            Column.settings(state, orderBy, columns),
            this::setOrder);
  }

  /** What JMC's menus and filters work on. */
  public ColumnManager manager() {
    return manager;
  }

  public TableViewer viewer() {
    return viewer;
  }

  /**
   * Shows these in place of what was shown before, as soon as they are made and sorted. Listeners
   * are not called because nothing is selected.
   *
   * @param make called once, off the UI thread
   * @param shown gets the rows when they are about to be shown
   */
  public void show(Supplier<List<T>> make, Consumer<List<T>> shown) {
    rows = CompletableFuture.supplyAsync(make, Background.THREADS);
    onShown = shown;
    sortAndShow(Set.of());
  }

  private void setOrder(ColumnComparator comparator) {
    order = Column.order(columns, comparator);
    showAgain();
  }

  private void showAgain() {
    // What is selected stays so.
    Set<T> selected = Collections.newSetFromMap(new IdentityHashMap<>());
    selected.addAll(selected());
    sortAndShow(selected);
  }

  private void sortAndShow(Set<T> selected) {
    var unsorted = rows;
    var by = order;
    var filters = viewer.getFilters();
    latest.make(
        () -> {
          var found = search(unsorted.join(), filters);
          return by == null ? found : by.sort(found);
        },
        sorted -> {
          onShown.accept(unsorted.join());
          fill(sorted, selected);
        });
  }

  /** What JMC's search leaves; all its labels can be made on any thread. */
  private List<T> search(List<T> all, ViewerFilter[] filters) {
    if (filters.length == 0) {
      return all;
    }
    return all.stream()
        .filter(row -> Arrays.stream(filters).allMatch(f -> f.select(viewer, null, row)))
        .collect(Collectors.toList());
  }

  private void fill(List<T> sorted, Set<T> selected) {
    quiet = true;
    try {
      content.show(sorted);
      if (!selected.isEmpty()) {
        var at = IntStream.range(0, sorted.size()).filter(i -> selected.contains(sorted.get(i)));
        viewer.getTable().setSelection(at.toArray());
      }
    } finally {
      quiet = false;
    }
  }

  /** Reports each change of the selection that the user makes. */
  public void onSelect(Consumer<List<T>> listener) {
    viewer.addSelectionChangedListener(
        event -> {
          if (!quiet) {
            listener.accept(selected());
          }
        });
  }

  /** The rows that are selected. */
  public List<T> selected() {
    return Selections.of(viewer, type);
  }

  /** Remembers columns, widths and order. */
  public void saveTo(IWritableState state) {
    manager.getSettings().saveState(state);
  }
}
