package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.StartHistogram;
import io.github.exectrace.jmc.model.StartHistogram.GroupBy;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.page.table.HistogramTotals;
import io.github.exectrace.jmc.page.table.RowTable;
import io.github.exectrace.jmc.page.table.Tables;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.forms.widgets.FormToolkit;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;

/** The tab Call Sites: starts by what they have in common. UI thread only. */
final class StartsTab {
  private static final String GROUP_BY = "groupBy";
  private static final List<GroupBy> GROUPS = List.of(GroupBy.values());

  private final Composite composite;
  private final Combo choice;
  private final HistogramTotals totals = new HistogramTotals();
  private final RowTable<StartHistogram.Row> table;
  private List<Spawn> spawns = List.of();
  private GroupBy groupBy;

  StartsTab(Composite parent, FormToolkit toolkit, Menus menus, IState state, PageMemory memory) {
    groupBy = memory.groupBy == null ? savedGroup(state) : memory.groupBy;
    composite = toolkit.createComposite(parent);
    composite.setLayout(GridLayoutFactory.fillDefaults().numColumns(2).margins(4, 4).create());
    toolkit.createLabel(composite, Messages.get("page.groupBy"));
    choice = new Combo(composite, SWT.READ_ONLY);
    GROUPS.forEach(group -> choice.add(group.label()));
    choice.select(GROUPS.indexOf(groupBy));
    table = Tables.histogram(composite, PageView.child(state, FilteredTable.COLUMNS), totals);
    table
        .viewer()
        .getControl()
        .setLayoutData(GridDataFactory.fillDefaults().grab(true, true).span(2, 1).create());
    menus.create(
        table.manager(), Messages.get("page.selection.callSites"), () -> trees(table.selected()));
    table.onSelect(rows -> menus.select(trees(rows)));
    choice.addListener(
        SWT.Selection,
        event -> {
          groupBy = GROUPS.get(choice.getSelectionIndex());
          memory.groupBy = groupBy;
          refill();
        });
  }

  private static GroupBy savedGroup(IState state) {
    var saved = state == null ? null : state.getAttribute(GROUP_BY);
    return GROUPS.stream()
        .filter(group -> group.name().equals(saved))
        .findFirst()
        .orElse(GroupBy.CALL_SITE);
  }

  private static PageSelection trees(List<StartHistogram.Row> rows) {
    Set<TracedProcess> processes = new LinkedHashSet<>();
    for (var row : rows) {
      row.spawns().forEach(spawn -> processes.addAll(ProcessModel.treeOf(spawn.process())));
    }
    return PageSelection.ofProcesses(processes);
  }

  Control control() {
    return composite;
  }

  void show(List<Spawn> newSpawns) {
    spawns = newSpawns;
    refill();
  }

  private void refill() {
    var wanted = spawns;
    var by = groupBy;
    table.show(() -> StartHistogram.of(wanted, by), totals::set);
  }

  void saveTo(IWritableState state) {
    table.saveTo(state.createChild(FilteredTable.COLUMNS));
    state.putString(GROUP_BY, groupBy.name());
  }
}
