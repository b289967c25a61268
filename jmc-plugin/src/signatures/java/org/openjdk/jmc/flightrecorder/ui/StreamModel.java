package org.openjdk.jmc.flightrecorder.ui;

import org.openjdk.jmc.common.item.IItemCollection;

public class StreamModel {
  public IItemCollection getItems() {
    throw new UnsupportedOperationException();
  }
}
