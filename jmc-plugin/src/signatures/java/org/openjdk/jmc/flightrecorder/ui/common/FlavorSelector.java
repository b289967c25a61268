package org.openjdk.jmc.flightrecorder.ui.common;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.ui.forms.widgets.Form;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;
import org.openjdk.jmc.flightrecorder.ui.selection.SelectionStore;

public class FlavorSelector implements SelectionStore.SelectionStoreListener {
  public FlavorSelector.FlavorSelectorState getFlavorSelectorState() {
    throw new UnsupportedOperationException();
  }

  public static FlavorSelector itemsWithTimerange(
      Form form,
      IItemFilter itemFilter,
      IItemCollection itemCollection,
      IPageContainer pageContainer,
      BiConsumer<IItemCollection, IRange<IQuantity>> biConsumer,
      Consumer<Boolean> consumer,
      FlavorSelector.FlavorSelectorState flavorSelectorState) {
    throw new UnsupportedOperationException();
  }

  public static class FlavorSelectorState {
    public FlavorSelectorState() {
      throw new UnsupportedOperationException();
    }
  }
}
