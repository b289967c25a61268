package org.openjdk.jmc.ui.misc;

import org.eclipse.swt.custom.SashForm;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;

public class PersistableSashForm {
  public PersistableSashForm() {
    throw new UnsupportedOperationException();
  }

  public static void loadState(SashForm sashForm, IState state) {
    throw new UnsupportedOperationException();
  }

  public static void saveState(SashForm sashForm, IWritableState writableState) {
    throw new UnsupportedOperationException();
  }
}
