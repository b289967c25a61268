package org.openjdk.jmc.flightrecorder.ui.common;

import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.forms.widgets.Form;
import org.openjdk.jmc.flightrecorder.ui.IDisplayablePage;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;
import org.openjdk.jmc.flightrecorder.ui.IPageDefinition;
import org.openjdk.jmc.flightrecorder.ui.StreamModel;

public abstract class AbstractDataPage implements IDisplayablePage {
  protected Image getIcon() {
    throw new UnsupportedOperationException();
  }

  protected StreamModel getDataSource() {
    throw new UnsupportedOperationException();
  }

  public String getName() {
    throw new UnsupportedOperationException();
  }

  public AbstractDataPage(
      IPageDefinition pageDefinition, StreamModel streamModel, IPageContainer pageContainer) {
    throw new UnsupportedOperationException();
  }

  public void addResultActions(Form form) {
    throw new UnsupportedOperationException();
  }
}
