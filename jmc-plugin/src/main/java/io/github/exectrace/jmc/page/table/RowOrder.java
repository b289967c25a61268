package io.github.exectrace.jmc.page.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Orders rows by what stands in a column, which is looked up once for each row and not once for
 * each comparison. Immutable; safe for any thread.
 *
 * @param <T> the rows' type
 */
final class RowOrder<T> {
  private static final Comparator<Object> BY_VALUE = Comparator.nullsFirst(RowOrder::compareValues);

  private final Function<T, Object> value;
  private final boolean ascending;

  /**
   * @param value null, or comparable with the value of each other row
   */
  RowOrder(Function<T, Object> value, boolean ascending) {
    this.value = value;
    this.ascending = ascending;
  }

  /** A new list; rows of the same value stay as they were. */
  List<T> sort(List<T> rows) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Keyed<T>[] keyed = new Keyed[rows.size()];
    int at = 0;
    for (var row : rows) {
      keyed[at++] = new Keyed<>(row, value.apply(row));
    }
    Comparator<Keyed<T>> order = (a, b) -> BY_VALUE.compare(a.value, b.value);
    Arrays.sort(keyed, ascending ? order : order.reversed());
    var sorted = new ArrayList<T>(keyed.length);
    for (var each : keyed) {
      sorted.add(each.row);
    }
    return sorted;
  }

  /** As JMC compares what stands in its tables: texts without regard to case. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compareValues(Object a, Object b) {
    return a instanceof String
        ? ((String) a).compareToIgnoreCase((String) b)
        : ((Comparable) a).compareTo(b);
  }

  private static final class Keyed<T> {
    private final T row;
    private final Object value;

    private Keyed(T row, Object value) {
      this.row = row;
      this.value = value;
    }
  }
}
