package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of which lanes stand where, for a height and a place that the user scrolled to.
 * Immutable.
 */
final class LaneLayout {
  private static final int LOWEST_ROW = 19; // a thread's name fits, and a command line in its box
  private static final int HIGHEST_ROW = 24;

  /** The part of a lane that is visible. */
  static final class Band {
    final Lane lane;
    final List<List<TracedProcess>> rows;
    final int top;
    final int height;

    private Band(Lane lane, List<List<TracedProcess>> rows, int top, int height) {
      this.lane = lane;
      this.rows = rows;
      this.top = top;
      this.height = height;
    }
  }

  private final List<Band> bands = new ArrayList<>();
  private final int rowHeight;
  private final int height;

  LaneLayout(List<Lane> lanes, int firstRow, int height) {
    this.height = height;
    int rows = countRows(lanes);
    rowHeight = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, rows == 0 ? 0 : height / rows));
    int skip = Math.max(0, Math.min(firstRow, rows - visibleRows(height)));
    int top = 0;
    for (var lane : lanes) {
      int all = lane.rows().size();
      if (skip >= all) {
        skip -= all;
        continue;
      }
      int last = Math.min(all, skip + (height - top + rowHeight - 1) / rowHeight);
      if (last <= skip) {
        break;
      }
      var visible = lane.rows().subList(skip, last);
      int tall = Math.min(height - top, visible.size() * rowHeight);
      bands.add(new Band(lane, visible, top, tall));
      top += tall;
      skip = 0;
    }
  }

  static int countRows(List<Lane> lanes) {
    return lanes.stream().mapToInt(lane -> lane.rows().size()).sum();
  }

  /** How many rows a chart of that height shows at least. */
  static int visibleRows(int height) {
    return Math.max(1, height / LOWEST_ROW);
  }

  List<Band> bands() {
    return bands;
  }

  int rowHeight() {
    return rowHeight;
  }

  int height() {
    return height;
  }

  /** What is left below the last lane. */
  int emptyBelow() {
    if (bands.isEmpty()) {
      return height;
    }
    var last = bands.get(bands.size() - 1);
    return height - last.top - last.height;
  }
}
