package io.github.exectrace.jmc.page.table;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jface.viewers.StructuredViewer;

/** What is selected in a viewer. */
final class Selections {
  private Selections() {}

  static <T> List<T> of(StructuredViewer viewer, Class<T> type) {
    var rows = new ArrayList<T>();
    for (var element : viewer.getStructuredSelection().toList()) {
      if (type.isInstance(element)) {
        rows.add(type.cast(element));
      }
    }
    return rows;
  }
}
