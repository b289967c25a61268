package org.openjdk.jmc.ui.column;

import org.openjdk.jmc.ui.handlers.MCContextMenuManager;

public class ColumnMenusFactory {
  public ColumnMenusFactory() {
    throw new UnsupportedOperationException();
  }

  public static void addDefaultMenus(
      ColumnManager columnManager, MCContextMenuManager mCContextMenuManager) {
    throw new UnsupportedOperationException();
  }
}
