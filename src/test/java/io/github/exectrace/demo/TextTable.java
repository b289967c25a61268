package io.github.exectrace.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in aligned columns: one gives way so that the lines fit, the last is aligned right. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int elastic;
  private final int width;

  /**
   * A table of headings alone.
   *
   * @param elastic the index of the column that is cut where there is too little room
   * @param width how many characters fit on a line
   */
  TextTable(List<String> headings, int elastic, int width) {
    rows.add(headings);
    this.elastic = elastic;
    this.width = width;
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintStream out) {
    var widths = widths();
    int last = widths.length - 1;
    for (var row : rows) {
      var left =
          IntStream.range(0, last)
              .mapToObj(column -> pad(cut(row.get(column), widths[column]), widths[column]))
              .collect(Collectors.joining(GAP));
      var right = " ".repeat(widths[last] - row.get(last).length()) + row.get(last);
      out.println((left + GAP + right).stripTrailing());
    }
  }

  private int[] widths() {
    int columns = rows.getFirst().size();
    var widths =
        IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    int others = IntStream.of(widths).sum() - widths[elastic] + GAP.length() * (columns - 1);
    widths[elastic] = Math.min(widths[elastic], width - others);
    return widths;
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
