package io.github.exectrace.jmc.page.table;

import java.util.List;
import org.eclipse.jface.viewers.ILazyContentProvider;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.Viewer;

/**
 * Fills a table with rows as far as the user looks. Plain JFace. UI thread only.
 *
 * @param <T> the rows' type
 */
final class LazyRows<T> implements ILazyContentProvider {
  private final TableViewer viewer;
  private List<T> rows = List.of();

  LazyRows(TableViewer viewer) {
    this.viewer = viewer;
  }

  /** From now on the table consists of these, in this order; nothing is selected. */
  void show(List<T> newRows) {
    // JFace would look for what was selected through all rows, and make an item for each.
    viewer.getTable().deselectAll();
    rows = newRows;
    viewer.setInput(new Object());
    viewer.setItemCount(rows.size());
  }

  List<T> rows() {
    return rows;
  }

  @Override
  public void updateElement(int index) {
    if (index < rows.size()) {
      viewer.replace(rows.get(index), index);
    }
  }

  @Override
  public void inputChanged(Viewer changed, Object oldInput, Object newInput) {
    // What is shown is set apart from the input, which only says that there is something.
  }
}
