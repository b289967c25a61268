package org.openjdk.jmc.flightrecorder.ui.common;

import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.forms.widgets.Form;
import org.eclipse.ui.forms.widgets.FormToolkit;

public class DataPageToolkit {
  public DataPageToolkit() {
    throw new UnsupportedOperationException();
  }

  public static Form createForm(
      Composite composite, FormToolkit formToolkit, String string, Image image) {
    throw new UnsupportedOperationException();
  }
}
