package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;
import org.openjdk.jmc.common.unit.UnitLookup;

/**
 * What the bar on top of the page, or a table's filter, leaves of the recording. Immutable; safe
 * for any thread.
 */
final class Narrowing {
  /** Leaves everything. */
  static final Narrowing NONE = new Narrowing(null, Long.MIN_VALUE, Long.MAX_VALUE);

  private final Set<IItem> items; // null: all
  private final long from;
  private final long to;

  private Narrowing(Set<IItem> items, long from, long to) {
    this.items = items;
    this.from = from;
    this.to = to;
  }

  /**
   * @param items the events that are left; null for all
   * @param range the time that is left; null for all
   */
  static Narrowing to(IItemCollection items, IRange<IQuantity> range) {
    // The bar hands out a time even where nothing is selected: that of the recording, or of what
    // is selected. Where there are events, they say more exactly what is meant.
    if (items != null) {
      return new Narrowing(setOf(items), Long.MIN_VALUE, Long.MAX_VALUE);
    }
    return range == null
        ? NONE
        : new Narrowing(
            null,
            range.getStart().clampedLongValueIn(UnitLookup.EPOCH_NS),
            range.getEnd().clampedLongValueIn(UnitLookup.EPOCH_NS));
  }

  private static Set<IItem> setOf(IItemCollection items) {
    Set<IItem> all = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var iterable : items) {
      for (var item : iterable) {
        all.add(ProcessModel.recorded(item));
      }
    }
    return all;
  }

  /** Whether it leaves everything. */
  boolean isNone() {
    return items == null && from == Long.MIN_VALUE && to == Long.MAX_VALUE;
  }

  /** Whether it leaves a process: for itself, or for the start that it descends from. */
  boolean keeps(TracedProcess process) {
    if (!process.overlaps(from, to)) {
      return false;
    }
    return items == null
        || process.origin().flatMap(origin -> origin.item()).filter(items::contains).isPresent()
        || process.items().stream().anyMatch(items::contains);
  }

  /** Whether it leaves a failure. */
  boolean keeps(Failure failure) {
    return keeps(failure.process());
  }

  /** Whether it leaves a start. */
  boolean keeps(Spawn spawn) {
    return keeps(spawn.process());
  }

  /** Whether it leaves an exec. */
  boolean keeps(Exec exec) {
    if (exec.time() < from || exec.time() > to) {
      return false;
    }
    return items == null
        || exec.item().filter(items::contains).isPresent()
        || keeps(exec.process());
  }
}
