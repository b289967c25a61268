package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some processes in an order, each below its parent if that is among them. To be made on any thread
 * and then used by one.
 */
final class Forest {
  static final Forest EMPTY = of(List.of(), null);

  private final Set<TracedProcess> shown;
  private final RowOrder<TracedProcess> order;
  private final List<TracedProcess> roots;
  private final Map<TracedProcess, List<TracedProcess>> children = new HashMap<>();

  private Forest(
      Set<TracedProcess> shown, List<TracedProcess> roots, RowOrder<TracedProcess> order) {
    this.shown = shown;
    this.order = order;
    this.roots = sorted(roots);
  }

  /**
   * @param order null for that in which the processes come
   */
  static Forest of(Collection<TracedProcess> processes, RowOrder<TracedProcess> order) {
    var shown = new HashSet<>(processes);
    var roots = new ArrayList<TracedProcess>();
    for (var process : processes) {
      if (process.parent().filter(shown::contains).isEmpty()) {
        roots.add(process);
      }
    }
    return new Forest(shown, roots, order);
  }

  private List<TracedProcess> sorted(List<TracedProcess> processes) {
    return Collections.unmodifiableList(order == null ? processes : order.sort(processes));
  }

  /** What is below none of the others. */
  List<TracedProcess> roots() {
    return roots;
  }

  boolean contains(TracedProcess process) {
    return shown.contains(process);
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
    return sorted(list);
  }
}
