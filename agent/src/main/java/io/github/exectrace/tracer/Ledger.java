package io.github.exectrace.tracer;

import io.github.exectrace.ringbuf.RecordLayout.Counter;

/**
 * What the kernel program saw, and where it went. Counts since the tracer was opened.
 *
 * @param forks of processes in the traced tree, and where forks are asked for, of all in scope
 * @param execs of all processes of the machine
 * @param failedExecs likewise, where they are traced
 * @param exits of all processes of the machine
 * @param adoptions of descendants that lived already when tracing began
 * @param untrackedProcesses how many processes could not be followed because the table of living
 *     processes was full ({@link TracerOptions#processLimit}): those of the tree with all of their
 *     descendants, and in a wider scope each program whose exit is missing
 * @param missed the most events of all of these kinds that the kernel did not call its program for,
 *     of any process of the machine, threads that begin and end among them; none of them is among
 *     those seen. On kernels that preempt tracepoints (Linux 7.0) this happens to an event if
 *     another task of the same CPU was put off while its own was being written; elsewhere it is 0
 *     as a rule
 */
public record Ledger(
    Account forks,
    Account execs,
    Account failedExecs,
    Account exits,
    Account adoptions,
    long untrackedProcesses,
    long missed) {
  /**
   * The account of one kind of event.
   *
   * @param seen how many the kernel program was called for
   * @param emitted how many it put into the ring buffer
   * @param filtered how many were out of scope
   * @param lostRingFull how many found the ring buffer full
   * @param lostNoBuffer how many found no memory to be written in, or were of processes that could
   *     not be followed
   */
  public record Account(
      long seen, long emitted, long filtered, long lostRingFull, long lostNoBuffer) {
    /** Whether everything seen went somewhere known; may be off by those under way just now. */
    public boolean balances() {
      return seen == emitted + filtered + lostRingFull + lostNoBuffer;
    }

    private Account plus(Account other) {
      return new Account(
          seen + other.seen,
          emitted + other.emitted,
          filtered + other.filtered,
          lostRingFull + other.lostRingFull,
          lostNoBuffer + other.lostNoBuffer);
    }
  }

  static Ledger of(long[] counters, long missed) {
    return new Ledger(
        new Account(
            counters[Counter.FORK_SEEN],
            counters[Counter.FORK_EMITTED],
            counters[Counter.FORK_FILTERED],
            counters[Counter.FORK_LOST_RING_FULL],
            counters[Counter.FORK_LOST_UNTRACKED]),
        new Account(
            counters[Counter.EXEC_SEEN],
            counters[Counter.EXEC_EMITTED],
            counters[Counter.EXEC_FILTERED],
            counters[Counter.EXEC_LOST_RING_FULL],
            counters[Counter.EXEC_LOST_NO_SCRATCH] + counters[Counter.EXEC_LOST_UNTRACKED]),
        new Account(
            counters[Counter.EXEC_FAILED_SEEN],
            counters[Counter.EXEC_FAILED_EMITTED],
            counters[Counter.EXEC_FAILED_FILTERED],
            counters[Counter.EXEC_FAILED_LOST_RING_FULL],
            counters[Counter.EXEC_FAILED_LOST_NO_SCRATCH]
                + counters[Counter.EXEC_FAILED_LOST_UNTRACKED]),
        new Account(
            counters[Counter.EXIT_SEEN],
            counters[Counter.EXIT_EMITTED],
            counters[Counter.EXIT_FILTERED],
            counters[Counter.EXIT_LOST_RING_FULL],
            counters[Counter.EXIT_LOST_UNTRACKED]),
        new Account(
            counters[Counter.ADOPTED_SEEN],
            counters[Counter.ADOPTED_EMITTED],
            0,
            counters[Counter.ADOPTED_LOST_RING_FULL],
            0),
        counters[Counter.PROCESS_TABLE_FULL] + counters[Counter.NOT_ADOPTED],
        missed);
  }

  /** All kinds together. */
  public Account total() {
    return forks.plus(execs).plus(failedExecs).plus(exits).plus(adoptions);
  }
}
