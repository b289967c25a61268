package io.github.exectrace.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The execs that were refused to the processes of one start, and what became of them. Their events
 * and those of execs that succeeded may come in any order. Not safe for use by several threads.
 */
final class Refusals {
  private static final int MOST = 64;

  private final List<RefusedExec> open = new ArrayList<>(0);

  boolean isEmpty() {
    return open.isEmpty();
  }

  void add(RefusedExec refused, Consumer<RefusedExec> failed) {
    for (var other : open) {
      if (other.isLike(refused)) {
        other.add(refused);
        return;
      }
    }
    if (open.size() >= MOST) {
      failed.accept(open.removeFirst());
    }
    open.add(refused);
  }

  /** A process has executed a program. */
  void succeeded(int pid, String program, long nanos) {
    open.removeIf(refused -> refused.isMadeUpForBy(pid, program, nanos));
  }

  /**
   * There is nothing more to come.
   *
   * @param startFailed whether the start itself is reported as failed, which says it already
   */
  void settle(boolean startFailed, Consumer<RefusedExec> failed) {
    for (var refused : open) {
      if (!startFailed || refused.depth() > 1) {
        failed.accept(refused);
      }
    }
    open.clear();
  }
}
