package io.github.exectrace.jmc.page;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.jmc.Background;
import io.github.exectrace.jmc.model.ProcessModel;
import java.util.concurrent.CompletableFuture;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.forms.widgets.FormToolkit;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;
import org.openjdk.jmc.flightrecorder.ui.IPageDefinition;
import org.openjdk.jmc.flightrecorder.ui.IPageUI;
import org.openjdk.jmc.flightrecorder.ui.StreamModel;
import org.openjdk.jmc.flightrecorder.ui.common.AbstractDataPage;
import org.openjdk.jmc.flightrecorder.ui.common.DataPageToolkit;

/**
 * The page of one open recording. JMC keeps it as long as the recording is open and has it build
 * its widgets anew each time the user comes to it, so what was read and where the user was is kept
 * here.
 */
final class ProcessExecsPage extends AbstractDataPage {
  /** The events that the page is made of. */
  static final IItemFilter EVENTS =
      ItemFilters.type(
          EventNames.PROCESS_SPAWN,
          EventNames.NATIVE_SPAWN,
          EventNames.PROCESS_EXEC,
          EventNames.PROCESS_EXIT,
          EventNames.PROCESS_ADOPTED,
          EventNames.TRACER_STATISTICS,
          JdkEvents.PROCESS_START);

  private final CompletableFuture<ProcessModel> model;
  private final PageMemory memory;
  private IItemFilter starts; // null until it is asked for

  ProcessExecsPage(IPageDefinition definition, StreamModel items, IPageContainer container) {
    super(definition, items, container);
    memory = new PageMemory(container.getRecordingRange());
    model =
        CompletableFuture.supplyAsync(
            () -> ProcessModel.of(items.getItems().apply(EVENTS)), Background.THREADS);
  }

  @Override
  public IPageUI display(
      Composite parent, FormToolkit toolkit, IPageContainer container, IState state) {
    var form = DataPageToolkit.createForm(parent, toolkit, getName(), getIcon());
    addResultActions(form);
    return new PageView(form, toolkit, container, state, getDataSource().getItems(), model, memory);
  }

  /** What the other views show as long as nothing is selected: the starts, with their stacks. */
  @Override
  public IItemFilter getDefaultSelectionFilter() {
    if (starts == null) {
      var recorded = ItemFilters.type(EventNames.PROCESS_SPAWN, EventNames.NATIVE_SPAWN);
      // Both would count each start twice. JMC asks with each selection, on the UI thread.
      starts =
          getDataSource().getItems().apply(recorded).hasItems()
              ? recorded
              : ItemFilters.type(JdkEvents.PROCESS_START);
    }
    return starts;
  }
}
