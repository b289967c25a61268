package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private final Consumer<PageSelection> onSelect;

  Menus(IPageContainer container, IItemCollection items, Consumer<PageSelection> onSelect) {
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

  /** The user selected this. */
  void select(PageSelection selection) {
    onSelect.accept(selection);
  }

  /**
   * JMC's usual menu for columns and selections, and the page's own.
   *
   * @param selected what is selected in the table
   */
  MCContextMenuManager create(
      ColumnManager manager, String selectionName, Supplier<PageSelection> selected) {
    var viewer = manager.getViewer();
    var menu = MCContextMenuManager.create(viewer.getControl());
    ColumnMenusFactory.addDefaultMenus(manager, menu);
    SelectionStoreActionToolkit.addSelectionStoreActions(
        viewer, container.getSelectionStore(), () -> selected.get().events(), selectionName, menu);
    var copy =
        new Action(Messages.get("page.menu.copyCommandLine")) {
          @Override
          public void run() {
            copy(selected.get());
          }
        };
    copy.setEnabled(false);
    viewer.addSelectionChangedListener(
        event -> copy.setEnabled(!event.getStructuredSelection().isEmpty()));
    menu.appendToGroup(MCContextMenuManager.GROUP_EDIT, copy);
    return menu;
  }

  private void copy(PageSelection selection) {
    if (selection.isEmpty()) {
      return;
    }
    var text = selection.commandLines();
    var clipboard = new Clipboard(Display.getCurrent());
    try {
      clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
    } finally {
      clipboard.dispose();
    }
  }
}
