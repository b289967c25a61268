package org.openjdk.jmc.ui.charts;

import java.awt.Point;
import java.util.List;

public interface IRenderedRow {
  int getHeight();

  Object getPayload();

  String getDescription();

  String getName();

  List<IRenderedRow> getNestedRows();

  void infoAt(IChartInfoVisitor chartInfoVisitor, int number, int number2, Point point);
}
