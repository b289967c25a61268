package io.github.exectrace.jmc.page.timeline;

import java.awt.Point;
import java.util.List;
import org.openjdk.jmc.ui.charts.IChartInfoVisitor;
import org.openjdk.jmc.ui.charts.IRenderedRow;

/** Rows of a chart below each other. Immutable. */
final class RenderedRow implements IRenderedRow {
  private final List<IRenderedRow> rows;
  private final int height;

  private RenderedRow(List<IRenderedRow> rows, int height) {
    this.rows = rows;
    this.height = height;
  }

  static IRenderedRow of(List<IRenderedRow> rows, int height) {
    return new RenderedRow(rows, height);
  }

  static IRenderedRow empty(int height) {
    return new RenderedRow(List.of(), height);
  }

  @Override
  public void infoAt(IChartInfoVisitor visitor, int x, int y, Point offset) {
    int top = 0;
    for (var row : rows) {
      if (y >= top && y < top + row.getHeight()) {
        row.infoAt(visitor, x, y - top, new Point(offset.x, offset.y + top));
        return;
      }
      top += row.getHeight();
    }
  }

  @Override
  public List<IRenderedRow> getNestedRows() {
    return rows;
  }

  @Override
  public String getName() {
    return null;
  }

  @Override
  public String getDescription() {
    return null;
  }

  @Override
  public int getHeight() {
    return height;
  }

  @Override
  public Object getPayload() {
    return null;
  }
}
