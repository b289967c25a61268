package io.github.exectrace.spawn;

import io.github.exectrace.bpf.ForeignApi;
import io.github.exectrace.ringbuf.RecordLayout.Mark;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The shared table in which threads announce what they are about to start.
 *
 * <p>Safe for use by several threads; a thread sets and clears only its own mark. The kernel reads
 * a mark on the thread that wrote it, inside that thread's fork, so program order is all the
 * ordering that is needed between the two; atomicity only decides between threads that want the
 * same place.
 */
public final class SpawnMarks {
  private static final VarHandle INT = ForeignApi.varHandle(ValueLayout.JAVA_INT);
  private static final VarHandle LONG = ForeignApi.varHandle(ValueLayout.JAVA_LONG);
  private static final int FREE = 0;

  /**
   * The process that was made under a mark.
   *
   * @param pid as this JVM sees it
   * @param hostPid as the initial pid namespace numbers it
   * @param startedNanos when it was forked, by the kernel's own CLOCK_MONOTONIC
   */
  public record Child(int pid, int hostPid, long startedNanos) {
    /** What is known of a child that the kernel did not report. */
    public static final Child NONE = new Child(0, 0, 0);

    /** Whether there is one. */
    public boolean exists() {
      return pid != 0;
    }
  }

  private final MemorySegment table;

  /**
   * Uses a shared table.
   *
   * @param table the memory of the kernel program's map
   */
  public SpawnMarks(MemorySegment table) {
    this.table = table;
  }

  /**
   * Announces that a thread's next child is to carry a spawn id.
   *
   * @param tid the calling thread
   * @return false if there is no free place near the thread's own, or no table any more; the child
   *     then gets an id from the kernel program and cannot be attributed
   */
  public boolean set(int tid, int spawnId) {
    try {
      return put(tid, spawnId);
    } catch (IllegalStateException closed) {
      return false; // tracing has just ended, and the table with it
    }
  }

  private boolean put(int tid, int spawnId) {
    for (int probe = 0; probe < Mark.PROBES; probe++) {
      long place = place(tid, probe);
      if ((int) INT.getVolatile(table, place + Mark.TID) == FREE
          && INT.compareAndSet(table, place + Mark.TID, FREE, -tid)) {
        INT.set(table, place + Mark.CHILD_PID, Child.NONE.pid());
        INT.set(table, place + Mark.SPAWN_ID, spawnId);
        // Only now can the kernel find it.
        INT.setRelease(table, place + Mark.TID, tid);
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the calling thread's mark back.
   *
   * @return the child that got the id, or {@link Child#NONE}
   */
  public Child clear(int tid) {
    try {
      return take(tid);
    } catch (IllegalStateException closed) {
      return Child.NONE; // tracing has ended during the fork, and the table with it
    }
  }

  private Child take(int tid) {
    for (int probe = 0; probe < Mark.PROBES; probe++) {
      long place = place(tid, probe);
      if ((int) INT.getVolatile(table, place + Mark.TID) == tid) {
        var child = childAt(place);
        INT.setRelease(table, place + Mark.TID, FREE);
        return child;
      }
    }
    return Child.NONE;
  }

  private Child childAt(long place) {
    int pid = (int) INT.get(table, place + Mark.CHILD_PID);
    if (pid == Child.NONE.pid()) {
      return Child.NONE;
    }
    return new Child(
        pid,
        (int) INT.get(table, place + Mark.CHILD_HOST_PID),
        (long) LONG.get(table, place + Mark.CHILD_STARTED));
  }

  private static long place(int tid, int probe) {
    return (long) ((tid + probe) & (Mark.COUNT - 1)) * Mark.BYTES;
  }
}
