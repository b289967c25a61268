package org.openjdk.jmc.flightrecorder.ui.common;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jface.action.IAction;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Control;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.flightrecorder.ui.selection.SelectionStore;
import org.openjdk.jmc.ui.column.ColumnManager;

public class FilterComponent {
  public IAction getShowFilterAction() {
    throw new UnsupportedOperationException();
  }

  public IAction getShowSearchAction() {
    throw new UnsupportedOperationException();
  }

  public SashForm getComponent() {
    throw new UnsupportedOperationException();
  }

  public static FilterComponent createFilterComponent(
      Control control,
      ColumnManager columnManager,
      IItemFilter itemFilter,
      IItemCollection itemCollection,
      Supplier<Stream<SelectionStore.SelectionStoreEntry>> supplier,
      Consumer<IItemFilter> consumer) {
    throw new UnsupportedOperationException();
  }

  public void loadState(IState state) {
    throw new UnsupportedOperationException();
  }

  public void saveState(IWritableState writableState) {
    throw new UnsupportedOperationException();
  }

  public void setColor(int number) {
    throw new UnsupportedOperationException();
  }
}
