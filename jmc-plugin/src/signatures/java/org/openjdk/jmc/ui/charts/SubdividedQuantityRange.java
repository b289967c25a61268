package org.openjdk.jmc.ui.charts;

import org.openjdk.jmc.common.unit.IQuantity;

public class SubdividedQuantityRange {
  public int getPixelExtent() {
    throw new UnsupportedOperationException();
  }

  public IQuantity getEnd() {
    throw new UnsupportedOperationException();
  }

  public IQuantity getStart() {
    throw new UnsupportedOperationException();
  }
}
