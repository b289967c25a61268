package io.github.exectrace.jmc.page.table;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.ui.column.ColumnManager;

/**
 * A table that JMC's column manager sorts, shows and hides columns of, and that fills in only what
 * is visible. UI thread only.
 *
 * @param <T> the rows' type
 */
public final class RowTable<T> {
  private final TableViewer viewer;
  private final ColumnManager manager;
  private final Class<T> type;
  private boolean quiet;

  RowTable(Composite parent, Class<T> type, List<Column<T>> columns, String orderBy, IState state) {
    this.type = type;
    viewer = new TableViewer(parent, SWT.VIRTUAL | SWT.MULTI | SWT.FULL_SELECTION);
    viewer.setUseHashlookup(true);
    viewer.setContentProvider(ArrayContentProvider.getInstance());
    ColumnViewerToolTipSupport.enableFor(viewer);
    manager =
        ColumnManager.build(
            viewer, Column.build(columns), Column.settings(state, orderBy, columns));
  }

  /** What JMC's menus and filters work on. */
  public ColumnManager manager() {
    return manager;
  }

  public TableViewer viewer() {
    return viewer;
  }

  /**
   * Shows these in place of what was shown before. Listeners are not told that nothing is selected.
   */
  public void show(Collection<T> rows) {
    quiet = true;
    try {
      viewer.setInput(rows.toArray());
    } finally {
      quiet = false;
    }
  }

  /** Tells of each change of the selection that the user makes. */
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
