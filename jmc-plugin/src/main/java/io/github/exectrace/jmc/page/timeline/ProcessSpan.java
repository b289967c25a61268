package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.TracedProcess;
import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import org.openjdk.jmc.common.IDisplayable;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.QuantityRange;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.ui.charts.IChartInfoVisitor;

/** A process under the mouse. Immutable. */
final class ProcessSpan implements IChartInfoVisitor.ISpan {
  private final TracedProcess process;
  private final Rectangle target;
  private final Color color;

  ProcessSpan(TimelinePainter.Hit hit, Point offset, Color color) {
    process = hit.process;
    target = new Rectangle(hit.box);
    target.translate(offset.x, offset.y);
    this.color = color;
  }

  private IQuantity start() {
    return UnitLookup.EPOCH_NS.quantity(process.start());
  }

  private IQuantity end() {
    // Even a start that failed has a place in time, and JMC's chart wants some length.
    return UnitLookup.EPOCH_NS.quantity(Math.max(process.end(), process.start() + 1));
  }

  @Override
  public IChartInfoVisitor.ISpan keeper() {
    return this;
  }

  @Override
  public Color getColor() {
    return color;
  }

  @Override
  public Rectangle2D getTarget() {
    return target;
  }

  @Override
  public IDisplayable getRange() {
    return QuantityRange.createWithEnd(start(), end());
  }

  @Override
  public IDisplayable getStartX() {
    return start();
  }

  @Override
  public IDisplayable getEndX() {
    return end();
  }

  @Override
  public IDisplayable getWidth() {
    return end().subtract(start());
  }

  @Override
  public TracedProcess getPayload() {
    return process;
  }

  @Override
  public String getDescription() {
    return process.commandLine();
  }
}
