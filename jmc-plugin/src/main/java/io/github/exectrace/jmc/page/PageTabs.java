package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.page.table.RowTable;
import io.github.exectrace.jmc.page.table.Tables;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.forms.widgets.FormToolkit;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.util.StateToolkit;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;

/** The tabs below the timeline. UI thread only. */
final class PageTabs {
  private static final String TAB = "tab";
  private static final String HISTOGRAM = "callSites";
  private static final String TREE = "processTree";
  private static final String FAILURES = "failures";
  private static final String EXECS = "execs";

  private final PageMemory memory;
  private final CTabFolder folder;
  private final StartsTab starts;
  private final TreeTab tree;
  private final FilteredTable<Failure> failures;
  private final FilteredTable<Exec> execs;
  private final CTabItem failuresItem;
  private final BitSet stale = new BitSet();
  private PageData data;

  PageTabs(
      Composite parent,
      FormToolkit toolkit,
      IPageContainer container,
      IState state,
      IItemCollection items,
      PageMemory memory,
      Consumer<PageSelection> onSelect) {
    this.memory = memory;
    folder = new CTabFolder(parent, SWT.NONE);
    toolkit.adapt(folder);
    var menus = new Menus(container, items, onSelect);
    starts = new StartsTab(folder, toolkit, menus, PageView.child(state, HISTOGRAM), memory);
    addTab("page.tab.callSites", starts.control());
    tree = new TreeTab(folder, toolkit, menus, PageView.child(state, TREE), memory);
    addTab("page.tab.processTree", tree.control());
    failures = failures(menus, PageView.child(state, FAILURES));
    failuresItem = addTab("page.tab.failures", failures.control());
    execs = execs(menus, PageView.child(state, EXECS));
    addHelpersAction();
    addTab("page.tab.execs", execs.control());
    folder.setSelection(lastTab(state));
    folder.addListener(
        SWT.Selection,
        event -> {
          memory.tab = folder.getSelectionIndex();
          fillSelected();
        });
  }

  private int lastTab(IState state) {
    if (memory.tab < 0) {
      var saved = state == null ? null : StateToolkit.readInt(state, TAB, 0);
      memory.tab = saved == null ? 0 : saved;
    }
    return Math.max(0, Math.min(memory.tab, folder.getItemCount() - 1));
  }

  private CTabItem addTab(String key, Control control) {
    var item = new CTabItem(folder, SWT.NONE);
    item.setText(Messages.get(key));
    item.setControl(control);
    return item;
  }

  private FilteredTable<Failure> failures(Menus menus, IState state) {
    RowTable<Failure> table = Tables.failures(folder, PageView.child(state, FilteredTable.COLUMNS));
    return new FilteredTable<>(
        table,
        menus,
        state,
        "page.selection.failures",
        PageTabs::selectionOf,
        Narrowing::keeps,
        filter -> memory.failureFilter = filter,
        memory.failureFilter);
  }

  private static PageSelection selectionOf(List<Failure> selected) {
    return PageSelection.ofProcesses(
        selected.stream().map(Failure::process).collect(Collectors.toList()));
  }

  private FilteredTable<Exec> execs(Menus menus, IState state) {
    RowTable<Exec> table = Tables.execs(folder, PageView.child(state, FilteredTable.COLUMNS));
    return new FilteredTable<>(
        table,
        menus,
        state,
        "page.selection.execs",
        PageSelection::ofExecs,
        Narrowing::keeps,
        filter -> memory.execFilter = filter,
        memory.execFilter);
  }

  /**
   * The JDK's helper, which becomes the program, and the tries to find a program on PATH are not
   * what most come for.
   */
  private void addHelpersAction() {
    var show =
        new Action(Messages.get("page.menu.showHelpers"), IAction.AS_CHECK_BOX) {
          @Override
          public void run() {
            memory.helpers = isChecked();
            execs.setAlso(exec -> memory.helpers || !isHelper(exec));
          }
        };
    show.setChecked(memory.helpers);
    execs.menu().add(show);
    show.run();
  }

  private static boolean isHelper(Exec exec) {
    return exec.isLauncher() || exec.isPathSearch();
  }

  /** Shows this in place of what was shown before. */
  void show(PageData newData) {
    data = newData;
    stale.set(0, folder.getItemCount());
    fillSelected();
    failuresItem.setText(
        data.failures.isEmpty()
            ? Messages.get("page.tab.failures")
            : Messages.format("page.tab.failuresCount", data.failures.size()));
  }

  /** With many processes each tab takes a while: only what is looked at. */
  private void fillSelected() {
    int tab = folder.getSelectionIndex();
    if (data == null || tab < 0 || !stale.get(tab)) {
      return;
    }
    stale.clear(tab);
    var control = folder.getItem(tab).getControl();
    if (control.equals(starts.control())) {
      starts.show(data.spawns);
    } else if (control.equals(tree.control())) {
      tree.show(data.processes);
    } else if (control.equals(failures.control())) {
      failures.show(data.failures);
    } else {
      execs.show(data.execs);
    }
  }

  void saveTo(IWritableState state) {
    StateToolkit.writeInt(state, TAB, folder.getSelectionIndex());
    starts.saveTo(state.createChild(HISTOGRAM));
    tree.saveTo(state.createChild(TREE));
    failures.saveTo(state.createChild(FAILURES));
    execs.saveTo(state.createChild(EXECS));
  }
}
