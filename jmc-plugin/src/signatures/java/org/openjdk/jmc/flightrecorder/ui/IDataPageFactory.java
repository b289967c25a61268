package org.openjdk.jmc.flightrecorder.ui;

import org.eclipse.jface.resource.ImageDescriptor;
import org.openjdk.jmc.common.IState;

public interface IDataPageFactory {
  String getName(IState state);

  ImageDescriptor getImageDescriptor(IState state);

  IDisplayablePage createPage(
      IPageDefinition pageDefinition, StreamModel streamModel, IPageContainer pageContainer);

  default String getDescription(IState state) {
    throw new UnsupportedOperationException();
  }

  default String[] getTopics(IState state) {
    throw new UnsupportedOperationException();
  }
}
