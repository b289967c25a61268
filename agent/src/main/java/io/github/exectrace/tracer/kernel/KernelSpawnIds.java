package io.github.exectrace.tracer.kernel;

import io.github.exectrace.ringbuf.RecordLayout.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The spawn ids that one tracer's kernel program may give out, of those that all tracers of this
 * JVM share: a recording may outlive several of them, and several may be open at a time.
 *
 * <p>Each CPU, and the search for descendants, has every n-th id. While the tracer is open it has
 * room for {@link #ROOM} more than it has used; when it closes, the next one begins behind the last
 * that it did use. So ids come again after a billion of them, and with more than 64 tracers open at
 * a time.
 */
final class KernelSpawnIds {
  /** How many there are: from {@link Mark#KERNEL_SPAWN_ID} on to the largest int. */
  private static final long ALL = Mark.KERNEL_SPAWN_ID;

  private static final long ROOM = ALL / 64;
  private static final List<KernelSpawnIds> OPEN = new ArrayList<>();
  private static long next;

  private final int lanes;
  private final long first;
  private LongSupplier mostOfALane = () -> 0;

  private KernelSpawnIds(int lanes, long first) {
    this.lanes = lanes;
    this.first = first;
  }

  /**
   * Those for a program that is about to be loaded, to be {@linkplain #giveBack given back}.
   *
   * @param lanes how many give them out
   */
  static KernelSpawnIds take(int lanes) {
    synchronized (OPEN) {
      for (var each : OPEN) {
        next = Math.max(next, each.end() + ROOM);
      }
      var ids = new KernelSpawnIds(lanes, next);
      OPEN.add(ids);
      return ids;
    }
  }

  /** Says how to find out how many the lane has given out that gave the most. */
  void measureBy(LongSupplier most) {
    synchronized (OPEN) {
      mostOfALane = most;
    }
  }

  private long end() {
    return first + lanes * mostOfALane.getAsLong();
  }

  /** The program gives out no more. May be called twice. */
  void giveBack() {
    synchronized (OPEN) {
      if (OPEN.remove(this)) {
        next = Math.max(next, end());
      }
    }
  }

  /** What the kernel program begins with. */
  int first() {
    return (int) (first % ALL);
  }

  int lanes() {
    return lanes;
  }
}
