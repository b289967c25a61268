package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.page.table.ProcessTree;
import io.github.exectrace.jmc.page.table.Tables;
import java.util.List;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.forms.widgets.FormToolkit;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;

/** The tab Process Tree, with a field to search in. UI thread only. */
final class TreeTab {
  private static final int TYPING_MILLIS = 250;

  private final Composite composite;
  private final ProcessTree tree;

  TreeTab(Composite parent, FormToolkit toolkit, Menus menus, IState state, PageMemory memory) {
    composite = toolkit.createComposite(parent);
    composite.setLayout(GridLayoutFactory.fillDefaults().margins(4, 4).create());
    var search = new Text(composite, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL | SWT.BORDER);
    search.setMessage(Messages.get("page.tree.search"));
    search.setText(memory.treeSearch);
    search.setLayoutData(GridDataFactory.fillDefaults().grab(true, false).create());
    tree = Tables.processes(composite, PageView.child(state, FilteredTable.COLUMNS));
    tree.viewer()
        .getControl()
        .setLayoutData(GridDataFactory.fillDefaults().grab(true, true).create());
    menus.create(
        tree.manager(),
        Messages.get("page.selection.processTree"),
        () -> PageSelection.ofProcesses(tree.selected()));
    tree.onSelect(selected -> menus.select(PageSelection.ofProcesses(selected)));
    tree.search(memory.treeSearch);
    Runnable find = () -> find(search, memory);
    // With many processes each search takes a while: once, when the user has typed.
    search.addListener(SWT.Modify, event -> search.getDisplay().timerExec(TYPING_MILLIS, find));
  }

  private void find(Text search, PageMemory memory) {
    if (!search.isDisposed()) {
      memory.treeSearch = search.getText().trim();
      tree.search(memory.treeSearch);
    }
  }

  Control control() {
    return composite;
  }

  void show(List<TracedProcess> processes) {
    tree.show(processes);
  }

  void saveTo(IWritableState state) {
    tree.saveTo(state.createChild(FilteredTable.COLUMNS));
  }
}
