package io.github.exectrace.report;

import io.github.exectrace.events.tree.ProcessRef;

/**
 * Which processes have ended lately, at least the last 65,536: in a file their other events can
 * come later than their ends. In constant memory; not safe for use by several threads.
 */
final class RecentEnds {
  private static final int SLOTS = 1 << 17;
  private static final int MOST = SLOTS / 2;
  private static final int FREE = 0;

  // Hash tables with open addressing. The newer one becomes the older when it is half full.
  private long[] newer = new long[SLOTS];
  private long[] older = new long[SLOTS];
  private int used;

  void add(int jvm, ProcessRef process) {
    long key = key(jvm, process);
    int slot = slot(newer, key);
    if (newer[slot] == key) {
      return;
    }
    newer[slot] = key;
    used++;
    if (used == MOST) {
      older = newer;
      newer = new long[SLOTS];
      used = 0;
    }
  }

  boolean contains(int jvm, ProcessRef process) {
    long key = key(jvm, process);
    return newer[slot(newer, key)] == key || older[slot(older, key)] == key;
  }

  private static int slot(long[] table, long key) {
    int slot = (int) (key >>> 40) & (SLOTS - 1);
    while (table[slot] != FREE && table[slot] != key) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  /** By its identity; of a recording that does not say it, by its start and pid. */
  private static long key(int jvm, ProcessRef process) {
    var id = process.id();
    return id.isKnown()
        ? mixed(mixed(id.forkTime() + 31L * jvm) + id.hostPid())
        : mixed(((long) process.spawnId() << Integer.SIZE | process.pid()) + 31L * jvm);
  }

  /** Mixes all bits (the finalizer of MurmurHash3); two processes hardly ever have the same. */
  private static long mixed(long all) {
    long key = all;
    key = (key ^ key >>> 33) * 0xff51afd7ed558ccdL;
    key = (key ^ key >>> 33) * 0xc4ceb9fe1a85ec53L;
    key ^= key >>> 33;
    return key == FREE ? 1 : key;
  }
}
