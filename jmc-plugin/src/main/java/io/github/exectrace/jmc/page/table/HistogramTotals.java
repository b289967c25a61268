package io.github.exectrace.jmc.page.table;

import io.github.exectrace.jmc.model.StartHistogram;
import java.util.Collection;

/** What all rows of a histogram are together. UI thread only. */
public final class HistogramTotals {
  private long count;
  private long wait;

  /** From now on these are all. */
  public void set(Collection<StartHistogram.Row> rows) {
    count = rows.stream().mapToLong(StartHistogram.Row::count).sum();
    wait = rows.stream().mapToLong(StartHistogram.Row::totalWait).sum();
  }

  double shareOfCount(StartHistogram.Row row) {
    return count == 0 ? 0 : (double) row.count() / count;
  }

  double shareOfWait(StartHistogram.Row row) {
    return wait == 0 ? 0 : (double) row.totalWait() / wait;
  }
}
