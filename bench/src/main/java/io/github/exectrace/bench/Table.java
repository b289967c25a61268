package io.github.exectrace.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, which people can read as it is, too. */
final class Table {
  private final String title;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String title, String... columns) {
    this.title = title;
    rows.add(List.of(columns));
  }

  Table row(String... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  @Override
  public String toString() {
    var widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    var rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
    return title
        + "\n\n"
        + line(rows.getFirst(), widths)
        + line(rule, widths)
        + rows.stream().skip(1).map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> pad(cells.get(column), widths[column]))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
