package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.TracedProcess;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Draws the lanes and knows what stands where. Plain Java2D, without JMC. A hundred thousand
 * processes cost no more than what is visible: rows are searched by time, and of the many that
 * share a pixel one is drawn.
 */
final class TimelinePainter {
  /** A process is never narrower, so that the shortest can be seen and hit. */
  private static final int NARROWEST = 3;

  private static final int GAP = 1;
  private static final int LEAST_FOR_TEXT = 24;
  private static final Color LINE = new Color(0, 0, 0, 60);
  private static final Color SELECTED = new Color(20, 20, 20);

  private final ProgramColors colors;
  private final Set<TracedProcess> selected;

  /**
   * @param selected what is framed; if there is any, everything else is paler
   */
  TimelinePainter(ProgramColors colors, Set<TracedProcess> selected) {
    this.colors = colors;
    this.selected = selected;
  }

  void paint(Graphics2D graphics, LaneLayout layout, TimeScale scale) {
    var before = graphics.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    var clip = graphics.getClip();
    graphics.clipRect(0, 0, scale.width(), layout.height());
    for (var band : layout.bands()) {
      int y = band.top;
      for (var row : band.rows) {
        paintRow(graphics, row, y, layout.rowHeight(), scale);
        y += layout.rowHeight();
      }
      graphics.setColor(LINE);
      graphics.drawLine(0, band.top + band.height - 1, scale.width(), band.top + band.height - 1);
    }
    graphics.setClip(clip);
    graphics.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING,
        before == null ? RenderingHints.VALUE_ANTIALIAS_DEFAULT : before);
  }

  private void paintRow(
      Graphics2D graphics, List<TracedProcess> row, int y, int height, TimeScale scale) {
    int painted = Integer.MIN_VALUE; // up to here, so that a pixel is painted once
    for (int i = firstVisible(row, scale.from()); i < row.size(); i++) {
      var process = row.get(i);
      if (process.start() > scale.to()) {
        break;
      }
      var box = box(process, y, height, scale);
      boolean marked = process.isFailed() || selected.contains(process);
      if (box.x + box.width > painted || marked) {
        paintProcess(graphics, process, box);
        painted = box.x + box.width;
      }
    }
  }

  /** The first one that ends after a time: none overlap, so their ends are in order, too. */
  private static int firstVisible(List<TracedProcess> row, long from) {
    int low = 0;
    int high = row.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row.get(middle).end() < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // One that is wider than it lived reaches in from the left.
    return Math.max(0, low - 1);
  }

  /** Where a process stands in a row. */
  private static Rectangle box(TracedProcess process, int y, int height, TimeScale scale) {
    int left = scale.pixel(process.start());
    int right = scale.pixel(process.end());
    return new Rectangle(
        left, y + GAP, Math.max(NARROWEST, right - left), Math.max(2, height - 2 * GAP - 1));
  }

  private void paintProcess(Graphics2D graphics, TracedProcess process, Rectangle box) {
    if (process.ending() == TracedProcess.End.NOT_STARTED) {
      paintNotStarted(graphics, process, box);
      return;
    }
    var color = colors.of(process);
    if (!selected.isEmpty() && !selected.contains(process)) {
      color = paler(color);
    }
    graphics.setColor(color);
    if (isOpenEnded(process) && box.width > 2 * LEAST_FOR_TEXT) {
      int right = box.x + box.width;
      graphics.setPaint(
          new GradientPaint(
              right - LEAST_FOR_TEXT, 0, color, right, 0, new Color(255, 255, 255, 0)));
    }
    graphics.fillRect(box.x, box.y, box.width, box.height);
    paintText(graphics, process, box, ProgramColors.isDark(color));
    if (process.isFailed()) {
      graphics.setColor(ProgramColors.FAILED);
      graphics.fillRect(box.x, box.y + box.height - 2, box.width, 2);
      graphics.fillPolygon(corner(box.x + box.width, box.y));
    }
    if (selected.contains(process)) {
      frame(graphics, box);
    }
  }

  private static boolean isOpenEnded(TracedProcess process) {
    return process.ending() == TracedProcess.End.RUNNING
        || process.ending() == TracedProcess.End.UNKNOWN;
  }

  /** A start that failed has no length: a diamond at its time. */
  private void paintNotStarted(Graphics2D graphics, TracedProcess process, Rectangle box) {
    int half = Math.min(6, box.height / 2);
    int middle = box.y + box.height / 2;
    int x = box.x + 1;
    graphics.setColor(ProgramColors.FAILED);
    graphics.fillPolygon(
        new Polygon(
            new int[] {x, x + half, x, x - half},
            new int[] {middle - half, middle, middle + half, middle},
            4));
    if (selected.contains(process)) {
      frame(graphics, new Rectangle(x - half - 1, box.y, 2 * half + 2, box.height));
    }
  }

  private static void frame(Graphics2D graphics, Rectangle box) {
    var stroke = graphics.getStroke();
    graphics.setStroke(new BasicStroke(2));
    graphics.setColor(SELECTED);
    graphics.drawRect(box.x, box.y, box.width, box.height);
    graphics.setStroke(stroke);
  }

  private static Polygon corner(int right, int top) {
    return new Polygon(new int[] {right - 7, right, right}, new int[] {top, top, top + 7}, 3);
  }

  private static void paintText(
      Graphics2D graphics, TracedProcess process, Rectangle box, boolean dark) {
    int left = Math.max(0, box.x) + 3;
    int room = box.x + box.width - left - 3;
    if (room < LEAST_FOR_TEXT) {
      return;
    }
    var metrics = graphics.getFontMetrics();
    var text = fit(process.commandLine(), metrics, room);
    if (text.isEmpty()) {
      return;
    }
    graphics.setColor(dark ? Color.WHITE : Color.BLACK);
    int y = box.y + (box.height - metrics.getHeight()) / 2 + metrics.getAscent();
    graphics.drawString(text, left, y);
  }

  /** As much of a text as there is room for; nothing if that is next to nothing. */
  private static String fit(String text, FontMetrics metrics, int room) {
    // A command line can have megabytes, a screen has no such width.
    var shown = text.substring(0, Math.min(text.length(), 400)).replace('\n', ' ');
    if (metrics.stringWidth(shown) <= room) {
      return shown;
    }
    int low = 0;
    int high = shown.length();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (metrics.stringWidth(shown.substring(0, middle) + "\u2026") <= room) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low < 2 ? "" : shown.substring(0, low) + "\u2026";
  }

  private static Color paler(Color color) {
    return new Color(
        (color.getRed() + 2 * 255) / 3,
        (color.getGreen() + 2 * 255) / 3,
        (color.getBlue() + 2 * 255) / 3);
  }

  /** A process and where it is drawn. */
  static final class Hit {
    final TracedProcess process;
    final Rectangle box;

    private Hit(TracedProcess process, Rectangle box) {
      this.process = process;
      this.box = box;
    }
  }

  /** What is drawn in a band at a place; {@code y} counts from the band's top. */
  static Optional<Hit> at(LaneLayout.Band band, int rowHeight, int x, int y, TimeScale scale) {
    int index = y / rowHeight;
    if (y < 0 || index >= band.rows.size()) {
      return Optional.empty();
    }
    Hit best = null;
    var row = band.rows.get(index);
    for (int i = firstVisible(row, scale.from()); i < row.size(); i++) {
      var process = row.get(i);
      if (process.start() > scale.to()) {
        break;
      }
      var box = box(process, index * rowHeight, rowHeight, scale);
      int reach = process.ending() == TracedProcess.End.NOT_STARTED ? 7 : 1;
      if (x >= box.x - reach && x <= box.x + box.width + reach) {
        // The latter lies on top.
        best = new Hit(process, box);
      } else if (box.x > x + reach) {
        break;
      }
    }
    return Optional.ofNullable(best);
  }
}
