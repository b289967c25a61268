package io.github.exectrace.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups by key, a limited number of them: when there are too many, the smaller half is put
 * together into one, and counted. Not safe for use by several threads.
 *
 * @param <K> what the members of a group have in common
 */
final class Groups<K extends GroupKey> {
  private static final Comparator<Group<?>> LARGEST_FIRST =
      Comparator.<Group<?>>comparingLong(Group::count)
          .thenComparingLong(group -> group.waits().totalNanos())
          .reversed()
          .thenComparing(group -> group.key().toString());

  /** Among those that are as small, the most recent are kept. */
  private static final Comparator<Group<?>> WORTH_KEEPING_FIRST =
      Comparator.<Group<?>>comparingLong(Group::count)
          .thenComparingLong(Group::lastNanos)
          .reversed();

  private final int most;
  private final Map<K, Group<K>> groups = new HashMap<>();
  private final Group<K> others = new Group<>(null);
  private long putTogether;

  /** At most so many are kept for good; twice as many meanwhile. */
  Groups(int most) {
    this.most = most;
  }

  Group<K> of(K key) {
    var group = groups.get(key);
    if (group == null) {
      if (groups.size() >= 2 * most) {
        shrink();
      }
      group = new Group<>(key);
      groups.put(key, group);
    }
    return group;
  }

  private void shrink() {
    var sorted = sorted(WORTH_KEEPING_FIRST);
    for (var small : sorted.subList(most, sorted.size())) {
      groups.remove(small.key());
      others.add(small);
      putTogether++;
    }
  }

  private List<Group<K>> sorted(Comparator<Group<?>> order) {
    var sorted = new ArrayList<>(groups.values());
    sorted.sort(order);
    return sorted;
  }

  /** The groups, largest first. Ends the counting. */
  Report.Table<K> table() {
    if (groups.size() > most) {
      shrink();
    }
    return new Report.Table<>(sorted(LARGEST_FIRST), putTogether, others.count());
  }
}
