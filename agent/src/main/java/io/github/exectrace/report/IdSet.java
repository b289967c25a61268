package io.github.exectrace.report;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of ids that are mostly given in sequence: about a bit for each, and never over 8 MiB. */
final class IdSet {
  private static final int PAGE_BITS = 16;
  private static final int MOST_PAGES = 1 << 10;
  private static final int WITHIN_PAGE = (1 << PAGE_BITS) - 1;

  private final Map<Integer, BitSet> pages = new HashMap<>();

  void add(int id) {
    int page = id >>> PAGE_BITS;
    if (pages.size() < MOST_PAGES || pages.containsKey(page)) {
      pages.computeIfAbsent(page, ignored -> new BitSet()).set(id & WITHIN_PAGE);
    }
  }

  boolean contains(int id) {
    var page = pages.get(id >>> PAGE_BITS);
    return page != null && page.get(id & WITHIN_PAGE);
  }
}
