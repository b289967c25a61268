package org.openjdk.jmc.ui.handlers;

import org.eclipse.jface.action.MenuManager;
import org.eclipse.swt.widgets.Control;

public class MCContextMenuManager extends MenuManager {
  public static final String GROUP_EDIT = "group.edit";

  public static MCContextMenuManager create(Control control) {
    throw new UnsupportedOperationException();
  }
}
