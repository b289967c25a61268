package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.model.StartHistogram.GroupBy;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;
import org.openjdk.jmc.flightrecorder.ui.common.FlavorSelector.FlavorSelectorState;

/** Where the user was on the page, for as long as the recording is open. UI thread only. */
final class PageMemory {
  FlavorSelectorState focus;
  IRange<IQuantity> visibleRange;
  int tab = -1; // not chosen yet
  GroupBy groupBy;
  IItemFilter callSiteFilter;
  IItemFilter failureFilter;
  IItemFilter execFilter;
  String treeSearch = "";
  boolean helpers;

  PageMemory(IRange<IQuantity> recordingRange) {
    visibleRange = recordingRange;
  }
}
