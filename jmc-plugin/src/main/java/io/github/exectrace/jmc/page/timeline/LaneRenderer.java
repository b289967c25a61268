package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.TracedProcess;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.ui.charts.IRenderedRow;
import org.openjdk.jmc.ui.charts.IXDataRenderer;
import org.openjdk.jmc.ui.charts.SubdividedQuantityRange;

/** What JMC's chart draws between its axes: thin around {@link TimelinePainter}. UI thread only. */
final class LaneRenderer implements IXDataRenderer {
  private List<Lane> lanes = List.of();
  private ProgramColors colors = ProgramColors.of(List.of());
  private Set<TracedProcess> selected = Set.of();
  private int firstRow;
  private int lastHeight;

  void show(List<Lane> newLanes, ProgramColors newColors) {
    lanes = newLanes;
    colors = newColors;
  }

  void select(Set<TracedProcess> processes) {
    selected = processes;
  }

  void scrollTo(int row) {
    firstRow = row;
  }

  /** The height that was last drawn; 0 before. */
  int lastHeight() {
    return lastHeight;
  }

  @Override
  public IRenderedRow render(Graphics2D graphics, SubdividedQuantityRange range, int height) {
    lastHeight = height;
    var layout = new LaneLayout(lanes, firstRow, height);
    var scale =
        new TimeScale(
            range.getStart().clampedLongValueIn(UnitLookup.EPOCH_NS),
            range.getEnd().clampedLongValueIn(UnitLookup.EPOCH_NS),
            range.getPixelExtent());
    new TimelinePainter(colors, selected).paint(graphics, layout, scale);
    var rows = new ArrayList<IRenderedRow>();
    for (var band : layout.bands()) {
      rows.add(new LaneRow(band, layout.rowHeight(), scale, colors));
    }
    if (layout.emptyBelow() > 0) {
      rows.add(RenderedRow.empty(layout.emptyBelow()));
    }
    return RenderedRow.of(rows, height);
  }
}
