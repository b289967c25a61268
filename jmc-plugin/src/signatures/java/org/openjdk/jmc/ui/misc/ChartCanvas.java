package org.openjdk.jmc.ui.misc;

import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.openjdk.jmc.ui.charts.IChartInfoVisitor;
import org.openjdk.jmc.ui.charts.XYChart;

public class ChartCanvas extends Canvas {
  public IMenuManager getContextMenu() {
    throw new UnsupportedOperationException();
  }

  public ChartCanvas(Composite composite) {
    super(composite, 0);
  }

  public void infoAt(IChartInfoVisitor chartInfoVisitor, int number, int number2) {
    throw new UnsupportedOperationException();
  }

  public void redrawChart() {
    throw new UnsupportedOperationException();
  }

  public void setChart(XYChart xYChart) {
    throw new UnsupportedOperationException();
  }

  public void setSelectionListener(Runnable runnable) {
    throw new UnsupportedOperationException();
  }
}
