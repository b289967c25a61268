package org.openjdk.jmc.ui.charts;

import java.awt.Graphics2D;

public interface IXDataRenderer {
  IRenderedRow render(
      Graphics2D graphics2D, SubdividedQuantityRange subdividedQuantityRange, int number);
}
