package org.openjdk.jmc.ui.column;

import org.eclipse.swt.widgets.Listener;
import org.openjdk.jmc.common.item.IMemberAccessor;

public class ColumnBuilder {
  public <T> ColumnBuilder(String string, String string2, IMemberAccessor<?, T> memberAccessor) {
    throw new UnsupportedOperationException();
  }

  public ColumnBuilder columnDrawer(Listener listener) {
    throw new UnsupportedOperationException();
  }

  public ColumnBuilder style(int number) {
    throw new UnsupportedOperationException();
  }

  public IColumn build() {
    throw new UnsupportedOperationException();
  }
}
