package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jface.viewers.ILazyTreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.Viewer;

/**
 * Fills a tree with processes as far as the user looks: a hundred thousand roots cost no more than
 * the few dozen that fit on the screen. Plain JFace. UI thread only.
 */
final class LazyProcesses implements ILazyTreeContentProvider {
  private final TreeViewer viewer;
  private final Map<TracedProcess, List<TracedProcess>> children = new HashMap<>();
  private Set<TracedProcess> shown = Set.of();
  private List<TracedProcess> roots = List.of();
  private Comparator<TracedProcess> order;

  LazyProcesses(TreeViewer viewer) {
    this.viewer = viewer;
  }

  /** From now on the tree consists of these, each below its parent if that is among them. */
  void setProcesses(Collection<TracedProcess> processes) {
    shown = new HashSet<>(processes);
    var tops = new ArrayList<TracedProcess>();
    for (var process : processes) {
      if (process.parent().filter(shown::contains).isEmpty()) {
        tops.add(process);
      }
    }
    roots = tops;
    setOrder(order);
  }

  /**
   * @param newOrder null for that in which the processes came
   */
  void setOrder(Comparator<TracedProcess> newOrder) {
    order = newOrder;
    children.clear();
    if (order != null) {
      var sorted = new ArrayList<>(roots);
      sorted.sort(order);
      roots = sorted;
    }
  }

  List<TracedProcess> roots() {
    return Collections.unmodifiableList(roots);
  }

  List<TracedProcess> childrenOf(TracedProcess process) {
    return children.computeIfAbsent(process, this::sortedChildren);
  }

  private List<TracedProcess> sortedChildren(TracedProcess process) {
    var list = new ArrayList<TracedProcess>();
    for (var child : process.children()) {
      if (shown.contains(child)) {
        list.add(child);
      }
    }
    if (order != null) {
      list.sort(order);
    }
    return list;
  }

  private List<TracedProcess> below(Object parent) {
    return parent instanceof TracedProcess ? childrenOf((TracedProcess) parent) : roots;
  }

  @Override
  public void updateElement(Object parent, int index) {
    var list = below(parent);
    if (index < list.size()) {
      var process = list.get(index);
      viewer.replace(parent, index, process);
      viewer.setChildCount(process, childrenOf(process).size());
    }
  }

  @Override
  public void updateChildCount(Object element, int currentCount) {
    int count = below(element).size();
    if (count != currentCount) {
      viewer.setChildCount(element, count);
    }
  }

  @Override
  public Object getParent(Object element) {
    return element instanceof TracedProcess
        ? ((TracedProcess) element).parent().filter(shown::contains).orElse(null)
        : null;
  }

  @Override
  public void inputChanged(Viewer changed, Object oldInput, Object newInput) {
    // What is shown is set apart from the input, which only says that there is something.
  }
}
