package io.github.exectrace.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.ringbuf.RecordLayout.Counter;
import io.github.exectrace.tracer.Ledger.Account;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each of the kernel program's counters is on the account that it belongs to, once. */
class LedgerTest {
  private static final long MISSED = 1L << 40;

  // A power of two each, so that a sum says what is in it.
  private final long[] counters =
      IntStream.range(0, Counter.COUNTERS).mapToLong(counter -> 1L << counter).toArray();
  private final Ledger ledger = Ledger.of(counters, MISSED);

  private static long sum(int... which) {
    return IntStream.of(which).mapToLong(counter -> 1L << counter).sum();
  }

  @Test
  void eachKindHasItsAccount() {
    assertThat(ledger.forks())
        .isEqualTo(
            new Account(
                sum(Counter.FORK_SEEN),
                sum(Counter.FORK_EMITTED),
                sum(Counter.FORK_FILTERED),
                sum(Counter.FORK_LOST_RING_FULL),
                sum(Counter.FORK_LOST_UNTRACKED)));
    assertThat(ledger.execs())
        .isEqualTo(
            new Account(
                sum(Counter.EXEC_SEEN),
                sum(Counter.EXEC_EMITTED),
                sum(Counter.EXEC_FILTERED),
                sum(Counter.EXEC_LOST_RING_FULL),
                sum(Counter.EXEC_LOST_NO_SCRATCH, Counter.EXEC_LOST_UNTRACKED)));
    assertThat(ledger.failedExecs())
        .isEqualTo(
            new Account(
                sum(Counter.EXEC_FAILED_SEEN),
                sum(Counter.EXEC_FAILED_EMITTED),
                sum(Counter.EXEC_FAILED_FILTERED),
                sum(Counter.EXEC_FAILED_LOST_RING_FULL),
                sum(Counter.EXEC_FAILED_LOST_NO_SCRATCH, Counter.EXEC_FAILED_LOST_UNTRACKED)));
    assertThat(ledger.exits())
        .isEqualTo(
            new Account(
                sum(Counter.EXIT_SEEN),
                sum(Counter.EXIT_EMITTED),
                sum(Counter.EXIT_FILTERED),
                sum(Counter.EXIT_LOST_RING_FULL),
                sum(Counter.EXIT_LOST_UNTRACKED)));
    assertThat(ledger.adoptions())
        .isEqualTo(
            new Account(
                sum(Counter.ADOPTED_SEEN),
                sum(Counter.ADOPTED_EMITTED),
                0,
                sum(Counter.ADOPTED_LOST_RING_FULL),
                0));
    assertThat(ledger.untrackedProcesses())
        .isEqualTo(sum(Counter.PROCESS_TABLE_FULL, Counter.NOT_ADOPTED));
    assertThat(ledger.missed()).isEqualTo(MISSED);
  }

  @Test
  void theTotalIsTheSumOfAllKinds() {
    var total = ledger.total();

    assertThat(total.seen())
        .isEqualTo(
            sum(
                Counter.FORK_SEEN,
                Counter.EXEC_SEEN,
                Counter.EXEC_FAILED_SEEN,
                Counter.EXIT_SEEN,
                Counter.ADOPTED_SEEN));
    assertThat(
            total.seen()
                + total.emitted()
                + total.filtered()
                + total.lostRingFull()
                + total.lostNoBuffer()
                + ledger.untrackedProcesses())
        .isEqualTo((1L << Counter.COUNTERS) - 1);
  }

  @Test
  void anAccountBalancesIfAllWentSomewhere() {
    assertThat(new Account(10, 4, 3, 2, 1).balances()).isTrue();
    assertThat(new Account(11, 4, 3, 2, 1).balances()).isFalse();
    assertThat(new Account(9, 4, 3, 2, 1).balances()).isFalse();
  }
}
