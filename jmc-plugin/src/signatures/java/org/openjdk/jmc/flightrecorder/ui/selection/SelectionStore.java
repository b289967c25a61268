package org.openjdk.jmc.flightrecorder.ui.selection;

import java.util.stream.Stream;

public class SelectionStore {
  public Stream<SelectionStore.SelectionStoreEntry> getSelections() {
    throw new UnsupportedOperationException();
  }

  public SelectionStore() {
    throw new UnsupportedOperationException();
  }

  public static class SelectionStoreEntry {
    public String getName() {
      throw new UnsupportedOperationException();
    }
  }

  public interface SelectionStoreListener {}
}
