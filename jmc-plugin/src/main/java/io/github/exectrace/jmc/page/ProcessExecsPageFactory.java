package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.rules.Topics;
import org.eclipse.jface.resource.ImageDescriptor;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.flightrecorder.ui.IDataPageFactory;
import org.openjdk.jmc.flightrecorder.ui.IDisplayablePage;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;
import org.openjdk.jmc.flightrecorder.ui.IPageDefinition;
import org.openjdk.jmc.flightrecorder.ui.StreamModel;

/** Makes the page; JMC finds it through {@code plugin.xml}. */
public final class ProcessExecsPageFactory implements IDataPageFactory {
  @Override
  public String getName(IState state) {
    return Messages.get("page.name");
  }

  @Override
  public String getDescription(IState state) {
    return Messages.get("page.description");
  }

  @Override
  public String[] getTopics(IState state) {
    return new String[] {Topics.PROCESS_EXECS};
  }

  @Override
  public ImageDescriptor getImageDescriptor(IState state) {
    return Icons.page();
  }

  @Override
  public IDisplayablePage createPage(
      IPageDefinition definition, StreamModel items, IPageContainer container) {
    return new ProcessExecsPage(definition, items, container);
  }
}
