package io.github.exectrace.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in aligned columns that fit a width: where there is too little room, columns of less
 * importance are left out, and those that may shrink are cut. Not safe for use by several threads.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(Column... columns) {
    this.columns = List.of(columns);
  }

  /** On which side a cell is cut, if at all. */
  enum Cut {
    NOWHERE,
    LEFT,
    RIGHT
  }

  /**
   * A column.
   *
   * @param isNumber aligned right
   * @param least how narrow it may become if it may be cut
   * @param importance the smallest are left out first; those of the greatest never
   */
  record Column(String heading, boolean isNumber, Cut cut, int least, int importance) {
    static final int ALWAYS = 9;

    static Column number(String heading, int importance) {
      return new Column(heading, true, Cut.NOWHERE, 0, importance);
    }

    static Column word(String heading, int importance) {
      return new Column(heading, false, Cut.NOWHERE, 0, importance);
    }

    /** Cut where it is too long, at its end. */
    static Column text(String heading, int least) {
      return new Column(heading, false, Cut.RIGHT, least, ALWAYS);
    }

    /** Cut where it is too long, at its begin. */
    static Column place(String heading, int least) {
      return new Column(heading, false, Cut.LEFT, least, ALWAYS);
    }
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, the headings first; none is wider than asked for, if that is possible at all. */
  List<String> lines(int width, Glyphs glyphs) {
    var natural = naturalWidths();
    var shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
    // A column in which no row says anything says nothing.
    shown.removeIf(
        column ->
            columns.get(column).importance() < Column.ALWAYS
                && rows.stream().allMatch(row -> isNothing(row.get(column))));
    boolean hasDropped = true;
    while (hasDropped && leastWidth(shown, natural) > width) {
      hasDropped = dropOne(shown);
    }
    var widths = shrink(shown, natural, width);
    var lines = new ArrayList<String>();
    lines.add(line(shown, widths, columns.stream().map(Column::heading).toList(), glyphs));
    rows.forEach(row -> lines.add(line(shown, widths, row, glyphs)));
    return lines;
  }

  private static boolean isNothing(String cell) {
    return cell.isEmpty() || cell.equals("-");
  }

  private int[] naturalWidths() {
    return IntStream.range(0, columns.size())
        .map(
            column ->
                Math.max(
                    columns.get(column).heading().length(),
                    rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0)))
        .toArray();
  }

  private int leastWidth(List<Integer> shown, int[] natural) {
    return shown.stream().mapToInt(column -> least(column, natural)).sum() + gaps(shown);
  }

  private int least(int column, int[] natural) {
    var described = columns.get(column);
    return described.cut() == Cut.NOWHERE
        ? natural[column]
        : Math.min(natural[column], described.least());
  }

  private static int gaps(List<Integer> shown) {
    return GAP.length() * (shown.size() - 1);
  }

  private boolean dropOne(List<Integer> shown) {
    int worst = -1;
    for (int column : shown) {
      int importance = columns.get(column).importance();
      if (importance < Column.ALWAYS
          && (worst < 0 || importance <= columns.get(worst).importance())) {
        worst = column;
      }
    }
    return worst >= 0 && shown.remove(Integer.valueOf(worst));
  }

  /** The widest of those that may be cut gives way first. */
  private int[] shrink(List<Integer> shown, int[] natural, int width) {
    var widths = natural.clone();
    int excess = shown.stream().mapToInt(column -> widths[column]).sum() + gaps(shown) - width;
    while (excess > 0) {
      int widest = -1;
      for (int column : shown) {
        if (widths[column] > least(column, natural)
            && (widest < 0 || widths[column] > widths[widest])) {
          widest = column;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
      excess--;
    }
    return widths;
  }

  private String line(List<Integer> shown, int[] widths, List<String> cells, Glyphs glyphs) {
    var line = new StringBuilder();
    for (int column : shown) {
      var described = columns.get(column);
      var cell = cut(cells.get(column), widths[column], described.cut(), glyphs.cut());
      var padding = " ".repeat(Math.max(0, widths[column] - length(cell)));
      line.append(line.isEmpty() ? "" : GAP)
          .append(described.isNumber() ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String cell, int width, Cut side, String mark) {
    int length = length(cell);
    if (length <= width || side == Cut.NOWHERE || width < mark.length()) {
      return cell;
    }
    int kept = width - mark.length();
    return side == Cut.RIGHT
        ? cell.substring(0, cell.offsetByCodePoints(0, kept)) + mark
        : mark + cell.substring(cell.offsetByCodePoints(0, length - kept));
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
