package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line that is responsible for a start, asked for at any time. */
class SpawnTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch forked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final SpawnRegistry spawns = new SpawnRegistry();
  private volatile Spawn spawn;

  private void start() {
    spawn = spawns.begin(Thread.currentThread());
    begun.countDown();
    await(forked);
    spawns.end(spawn, true, Optional.of("as the thread says"));
    ended.countDown();
    await(left);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isSeenFromOutsideUntilTheThreadTells(boolean virtual) throws InterruptedException {
    var builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    var thread = builder.start(this::start);
    begun.await();
    // Until the thread waits, it is in another method of this class.
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(spawn.site().orElseThrow()).startsWith(SpawnTest.class.getName() + ".await(");

    forked.countDown();
    ended.await();
    assertThat(spawn.site()).contains("as the thread says");
    left.countDown();
    thread.join();
    assertThat(spawn.site()).contains("as the thread says");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isNotThatOfALaterMoment(boolean known) throws InterruptedException {
    var thread = Thread.ofPlatform().unstarted(() -> {});
    var started = spawns.begin(thread);
    thread.start();
    thread.join();

    spawns.end(started, true, known ? Optional.of("as the thread says") : Optional.empty());

    assertThat(started.site())
        .isEqualTo(Optional.of("as the thread says").filter(ignored -> known));
  }
}
