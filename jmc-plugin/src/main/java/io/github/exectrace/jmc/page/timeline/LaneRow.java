package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.Lane;
import java.awt.Point;
import java.util.List;
import org.openjdk.jmc.ui.charts.IChartInfoVisitor;
import org.openjdk.jmc.ui.charts.IRenderedRow;

/** A lane as it was drawn: its name on the left, its processes under the mouse. Immutable. */
final class LaneRow implements IRenderedRow {
  private final LaneLayout.Band band;
  private final int rowHeight;
  private final TimeScale scale;
  private final ProgramColors colors;

  LaneRow(LaneLayout.Band band, int rowHeight, TimeScale scale, ProgramColors colors) {
    this.band = band;
    this.rowHeight = rowHeight;
    this.scale = scale;
    this.colors = colors;
  }

  @Override
  public void infoAt(IChartInfoVisitor visitor, int x, int y, Point offset) {
    TimelinePainter.at(band, rowHeight, x, y, scale)
        .ifPresent(hit -> visitor.visit(new ProcessSpan(hit, offset, colors.of(hit.process))));
  }

  @Override
  public List<IRenderedRow> getNestedRows() {
    return List.of();
  }

  @Override
  public String getName() {
    return band.lane.name();
  }

  @Override
  public String getDescription() {
    return null;
  }

  @Override
  public int getHeight() {
    return band.height;
  }

  /** What JMC's chart selects. */
  @Override
  public Lane getPayload() {
    return band.lane;
  }
}
