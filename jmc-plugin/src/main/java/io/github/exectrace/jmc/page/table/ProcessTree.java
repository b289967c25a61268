package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.ui.column.ColumnManager;
import org.openjdk.jmc.ui.column.ColumnManager.ColumnComparator;

/** The processes below those that started them. UI thread only. */
public final class ProcessTree {
  private static final int OPEN_AT_FIRST = 60;

  private final TreeViewer viewer;
  private final LazyProcesses content;
  private final ColumnManager manager;
  private final List<Column<TracedProcess>> columns;
  private final Latest latest;
  private RowOrder<TracedProcess> order;
  private List<TracedProcess> all = List.of();
  private String search = "";
  private boolean quiet;

  ProcessTree(Composite parent, List<Column<TracedProcess>> columns, String orderBy, IState state) {
    viewer = new TreeViewer(parent, SWT.VIRTUAL | SWT.MULTI | SWT.FULL_SELECTION);
    viewer.setUseHashlookup(true);
    content = new LazyProcesses(viewer);
    viewer.setContentProvider(content);
    this.columns = columns;
    latest = new Latest(viewer.getTree());
    ColumnViewerToolTipSupport.enableFor(viewer);
    manager =
        ColumnManager.build(
            viewer,
            Column.build(columns),
            Column.settings(state, orderBy, columns),
            this::setOrder);
  }

  /** What JMC's menus work on. */
  public ColumnManager manager() {
    return manager;
  }

  public TreeViewer viewer() {
    return viewer;
  }

  /** Shows these in place of what was shown before. */
  public void show(List<TracedProcess> processes) {
    all = processes;
    refresh();
  }

  /** Shows only what has this in its command line, and what that descends from. */
  public void search(String text) {
    if (!text.equals(search)) {
      search = text;
      refresh();
    }
  }

  private void refresh() {
    var from = all;
    var text = search;
    var by = order;
    latest.make(
        () -> Forest.of(text.isEmpty() ? from : found(from, text), by),
        forest -> {
          content.setForest(forest);
          quietly(this::refill);
        });
  }

  private static Collection<TracedProcess> found(List<TracedProcess> all, String text) {
    var wanted = text.toLowerCase(Locale.ROOT);
    var found = new LinkedHashSet<TracedProcess>();
    for (var process : all) {
      if (process.commandLine().toLowerCase(Locale.ROOT).contains(wanted)) {
        var path = new ArrayList<TracedProcess>();
        for (var up = process; up != null && !found.contains(up); up = up.parent().orElse(null)) {
          path.add(0, up);
        }
        found.addAll(path);
      }
    }
    return found;
  }

  private void setOrder(ColumnComparator comparator) {
    order = Column.order(columns, comparator);
    refresh();
  }

  private void quietly(Runnable change) {
    quiet = true;
    try {
      change.run();
    } finally {
      quiet = false;
    }
  }

  private void refill() {
    viewer.getTree().setRedraw(false);
    try {
      // Not refresh(): on GTK that makes an item for each process, one slower than the other.
      viewer.setInput(new Object());
      open(viewer.getInput(), content.roots(), OPEN_AT_FIRST);
    } finally {
      viewer.getTree().setRedraw(true);
    }
  }

  /**
   * Opens what fits on a screen or two, so that a small recording is seen at a glance.
   *
   * @param room how many more lines there may be
   * @return how many there still may be
   */
  private int open(Object parent, List<TracedProcess> processes, int room) {
    int left = room - processes.size();
    for (int i = 0; i < processes.size() && left > 0; i++) {
      var process = processes.get(i);
      var children = content.childrenOf(process);
      if (!children.isEmpty() && children.size() <= left) {
        content.updateElement(parent, i);
        viewer.setExpandedState(process, true);
        left = open(process, children, left);
      }
    }
    return left;
  }

  /** Reports each change of the selection that the user makes. */
  public void onSelect(Consumer<List<TracedProcess>> listener) {
    viewer.addSelectionChangedListener(
        event -> {
          if (!quiet) {
            listener.accept(selected());
          }
        });
  }

  /** The processes that are selected. */
  public List<TracedProcess> selected() {
    return Selections.of(viewer, TracedProcess.class);
  }

  /** Remembers columns, widths and order. */
  public void saveTo(IWritableState state) {
    manager.getSettings().saveState(state);
  }
}
