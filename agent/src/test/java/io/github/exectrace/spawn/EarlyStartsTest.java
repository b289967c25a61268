package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.spawn.EarlyStarts.Origin;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What began before tracing is not taken for native code's, and what native code made is. */
class EarlyStartsTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private static StackSample of(long thread) {
    return new StackSample(Optional.empty(), Optional.empty(), thread, List.of(), false, 0);
  }

  @Test
  void eachEarlyStartIsOneOnce() {
    var early = new EarlyStarts(new HashSet<>(Set.of(1L, 2L)), Set.of(2L));

    assertThat(early.originOf(of(3))).isEqualTo(Origin.NATIVE);
    assertThat(early.originOf(of(1))).isEqualTo(Origin.EARLY);
    assertThat(early.originOf(of(1))).isEqualTo(Origin.NATIVE);
    assertThat(early.originOf(of(2))).isEqualTo(Origin.EARLY_AND_COUNTED);
    assertThat(early.originOf(of(StackSampler.UNKNOWN))).isEqualTo(Origin.NATIVE);
  }

  @Test
  void anUnknownThreadIsInDoubtOneOfThem() {
    var early = new EarlyStarts(new HashSet<>(Set.of(1L)), Set.of());

    assertThat(early.originOf(of(StackSampler.UNKNOWN))).isEqualTo(Origin.EARLY);
    assertThat(early.originOf(of(1))).isEqualTo(Origin.EARLY);
  }

  @Test
  void whereNoStartIsUnderWayNobodyIsAsked() {
    var unmarked = new UnmarkedStarts();
    unmarked.begin();
    unmarked.end();
    unmarked.beginCounted();
    unmarked.endCounted();

    long before = System.nanoTime();
    var early = unmarked.await(Duration.ofMinutes(1));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    assertThat(early.originOf(of(StackSampler.UNKNOWN))).isEqualTo(Origin.NATIVE);
  }

  @Test
  void whatIsUnderWayIsWaitedFor() throws InterruptedException {
    var unmarked = new UnmarkedStarts();
    var begun = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  unmarked.begin();
                  begun.countDown();
                  try {
                    Thread.sleep(SHORT);
                  } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                  }
                  unmarked.end();
                });
    begun.await();

    unmarked.await(Duration.ofMinutes(1));
    thread.join(1);
    assertThat(thread.getState()).isNotEqualTo(Thread.State.TIMED_WAITING);
  }

  @Test
  void theWaitHasAnEnd() {
    var unmarked = new UnmarkedStarts();
    unmarked.begin(); // and is not in the constructor: it has been refused, perhaps

    long before = System.nanoTime();
    var early = unmarked.await(SHORT);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
    assertThat(early.originOf(of(Thread.currentThread().threadId()))).isEqualTo(Origin.NATIVE);
  }
}
