package org.openjdk.jmc.ui.column;

import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jface.viewers.ColumnViewer;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.ViewerComparator;

public class ColumnManager {
  public ColumnViewer getViewer() {
    throw new UnsupportedOperationException();
  }

  public TableSettings getSettings() {
    throw new UnsupportedOperationException();
  }

  public static ColumnManager build(
      TableViewer tableViewer,
      List<IColumn> list,
      TableSettings tableSettings,
      Consumer<ColumnManager.ColumnComparator> consumer) {
    throw new UnsupportedOperationException();
  }

  public static ColumnManager build(
      TreeViewer treeViewer,
      List<IColumn> list,
      TableSettings tableSettings,
      Consumer<ColumnManager.ColumnComparator> consumer) {
    throw new UnsupportedOperationException();
  }

  public static class ColumnComparator extends ViewerComparator {
    public IColumn getColumn() {
      throw new UnsupportedOperationException();
    }

    public boolean isSortAscending() {
      throw new UnsupportedOperationException();
    }
  }
}
