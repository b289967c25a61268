package io.github.exectrace.jmc.page.table;

import java.util.function.Function;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Item;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Table;

/** Draws behind a cell's text how large a part of the total its row is. */
final class ShareBar<T> implements Listener {
  private static final Color COLOR = new Color(178, 205, 236);

  private final Function<T, Double> share;

  /**
   * @param share from 0 to 1
   */
  ShareBar(Function<T, Double> share) {
    this.share = share;
  }

  @Override
  @SuppressWarnings("unchecked") // a table holds rows of one type
  public void handleEvent(Event event) {
    var row = ((Item) event.item).getData();
    if (row == null || (event.detail & SWT.SELECTED) != 0) {
      return;
    }
    int column = ((Table) event.widget).getColumn(event.index).getWidth();
    int width = (int) Math.round(Math.max(0, Math.min(1, share.apply((T) row))) * (column - 4));
    if (width > 0) {
      var background = event.gc.getBackground();
      event.gc.setBackground(COLOR);
      event.gc.fillRectangle(event.x + 2, event.y + 2, Math.max(1, width), event.height - 4);
      event.gc.setBackground(background);
    }
    event.detail &= ~SWT.BACKGROUND;
  }
}
