package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jface.action.Action;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;
import org.openjdk.jmc.flightrecorder.ui.selection.SelectionStoreActionToolkit;
import org.openjdk.jmc.ui.column.ColumnManager;
import org.openjdk.jmc.ui.column.ColumnMenusFactory;
import org.openjdk.jmc.ui.handlers.MCContextMenuManager;

/** What all tables have in common: the context menu, and where a selection goes. UI thread only. */
final class Menus {
  private final IPageContainer container;
  private final IItemCollection items;
  private final Consumer<Collection<TracedProcess>> onSelect;

  Menus(
      IPageContainer container,
      IItemCollection items,
      Consumer<Collection<TracedProcess>> onSelect) {
    this.container = container;
    this.items = items;
    this.onSelect = onSelect;
  }

  IPageContainer container() {
    return container;
  }

  /** The page's events. */
  IItemCollection items() {
    return items.apply(ProcessExecsPage.EVENTS);
  }

  /** The user selected these. */
  void select(Collection<TracedProcess> processes) {
    onSelect.accept(processes);
  }

  /**
   * JMC's usual menu for columns and selections, and ours.
   *
   * @param selected what is selected in the table
   */
  MCContextMenuManager create(
      ColumnManager manager, String selectionName, Supplier<Collection<TracedProcess>> selected) {
    var viewer = manager.getViewer();
    var menu = MCContextMenuManager.create(viewer.getControl());
    ColumnMenusFactory.addDefaultMenus(manager, menu);
    SelectionStoreActionToolkit.addSelectionStoreActions(
        viewer,
        container.getSelectionStore(),
        () -> ProcessModel.selectionOf(selected.get()),
        selectionName,
        menu);
    var copy =
        new Action(Messages.get("page.menu.copyCommandLine")) {
          @Override
          public void run() {
            copy(selected.get());
          }
        };
    menu.appendToGroup(MCContextMenuManager.GROUP_EDIT, copy);
    return menu;
  }

  private void copy(Collection<TracedProcess> processes) {
    if (processes.isEmpty()) {
      return;
    }
    var text = processes.stream().map(TracedProcess::commandLine).collect(Collectors.joining("\n"));
    var clipboard = new Clipboard(Display.getCurrent());
    try {
      clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
    } finally {
      clipboard.dispose();
    }
  }
}
