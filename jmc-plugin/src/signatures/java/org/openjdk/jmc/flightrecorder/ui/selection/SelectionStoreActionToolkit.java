package org.openjdk.jmc.flightrecorder.ui.selection;

import java.util.function.Supplier;
import org.eclipse.jface.action.IContributionManager;
import org.eclipse.jface.viewers.StructuredViewer;
import org.openjdk.jmc.common.item.IItemCollection;

public final class SelectionStoreActionToolkit {
  public static void addSelectionStoreActions(
      StructuredViewer structuredViewer,
      SelectionStore selectionStore,
      Supplier<IItemCollection> supplier,
      String string,
      IContributionManager contributionManager) {
    throw new UnsupportedOperationException();
  }
}
