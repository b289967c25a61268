package org.openjdk.jmc.ui.charts;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import org.openjdk.jmc.common.IDisplayable;

public interface IChartInfoVisitor {
  void visit(IChartInfoVisitor.ISpan span);

  public abstract static class Adapter implements IChartInfoVisitor {
    public Adapter() {
      throw new UnsupportedOperationException();
    }

    public void visit(IChartInfoVisitor.ISpan span) {
      throw new UnsupportedOperationException();
    }
  }

  public interface ISpan {
    Color getColor();

    Rectangle2D getTarget();

    Object getPayload();

    String getDescription();

    IDisplayable getEndX();

    IDisplayable getRange();

    IDisplayable getStartX();

    IDisplayable getWidth();

    IChartInfoVisitor.ISpan keeper();
  }
}
