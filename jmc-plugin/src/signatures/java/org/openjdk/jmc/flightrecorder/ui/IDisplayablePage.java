package org.openjdk.jmc.flightrecorder.ui;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.forms.widgets.FormToolkit;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.item.IItemFilter;

public interface IDisplayablePage {
  String getName();

  IPageUI display(
      Composite composite, FormToolkit formToolkit, IPageContainer pageContainer, IState state);

  default IItemFilter getDefaultSelectionFilter() {
    throw new UnsupportedOperationException();
  }
}
