package org.openjdk.jmc.ui.charts;

import java.util.function.Consumer;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;

public class XYChart {
  public boolean clearSelection() {
    throw new UnsupportedOperationException();
  }

  public Object[] getSelectedRows() {
    throw new UnsupportedOperationException();
  }

  public IRange<IQuantity> getSelectionRange() {
    throw new UnsupportedOperationException();
  }

  public XYChart(IRange<IQuantity> range, IXDataRenderer xDataRenderer, int number) {
    throw new UnsupportedOperationException();
  }

  public void addVisibleRangeListener(Consumer<IRange<IQuantity>> consumer) {
    throw new UnsupportedOperationException();
  }

  public void setVisibleRange(IQuantity quantity, IQuantity quantity2) {
    throw new UnsupportedOperationException();
  }
}
