package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.model.TracedProcess;
import java.util.List;
import org.eclipse.jface.viewers.ILazyTreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.Viewer;

/**
 * Fills a tree with processes as far as the user looks: a hundred thousand roots cost no more than
 * the few dozen that fit on the screen. Plain JFace. UI thread only.
 */
final class LazyProcesses implements ILazyTreeContentProvider {
  private final TreeViewer viewer;
  private Forest forest = Forest.EMPTY;

  LazyProcesses(TreeViewer viewer) {
    this.viewer = viewer;
  }

  /** From now on the tree consists of these. */
  void setForest(Forest newForest) {
    forest = newForest;
  }

  List<TracedProcess> roots() {
    return forest.roots();
  }

  List<TracedProcess> childrenOf(TracedProcess process) {
    return forest.childrenOf(process);
  }

  private List<TracedProcess> below(Object parent) {
    return parent instanceof TracedProcess ? childrenOf((TracedProcess) parent) : roots();
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
        ? ((TracedProcess) element).parent().filter(forest::contains).orElse(null)
        : null;
  }

  @Override
  public void inputChanged(Viewer changed, Object oldInput, Object newInput) {
    // What is shown is set apart from the input, which only says that there is something.
  }
}
