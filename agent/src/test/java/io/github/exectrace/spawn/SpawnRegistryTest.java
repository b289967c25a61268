package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.SpawnIds;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A start is remembered as long as events of its processes may come, and no longer. */
class SpawnRegistryTest {
  private final SpawnRegistry spawns = new SpawnRegistry();

  private Spawn begin() {
    return spawns.begin(Thread.currentThread());
  }

  private void end(Spawn spawn, boolean forked) {
    spawns.end(spawn, forked, Optional.of("line"));
  }

  @Test
  void eachStartHasAnIdOfItsOwn() {
    var first = begin();
    var second = new SpawnRegistry().begin(Thread.currentThread());

    assertThat(first.id()).isBetween(1, SpawnIds.FIRST_OF_KERNEL - 1);
    assertThat(second.id()).isEqualTo(first.id() + 1);
    assertThat(first.threadName()).isEqualTo(Thread.currentThread().getName());
    assertThat(first.threadId()).isEqualTo(Thread.currentThread().threadId());
    assertThat(spawns.find(first.id())).containsSame(first);
    assertThat(spawns.find(second.id())).isEmpty();
  }

  @Test
  void itIsForgottenWithItsLastProcess() {
    var spawn = begin();
    spawns.processBegan(spawn.id());
    end(spawn, true);
    spawns.processBegan(spawn.id());
    spawns.processEnded(spawn.id());
    assertThat(spawns.find(spawn.id())).isPresent();

    spawns.processEnded(spawn.id());
    assertThat(spawns.find(spawn.id())).isEmpty();
    assertThat(spawns.size()).isZero();
  }

  @Test
  void itIsForgottenByItsThreadIfTheProcessHasEndedBefore() {
    var spawn = begin();
    spawns.processBegan(spawn.id());
    spawns.processEnded(spawn.id());
    assertThat(spawns.find(spawn.id())).isPresent();

    end(spawn, true);
    assertThat(spawns.size()).isZero();
  }

  @Test
  void itIsForgottenAtOnceIfThereIsNoProcess() {
    end(begin(), false);

    assertThat(spawns.size()).isZero();
  }

  @Test
  void itWaitsForItsProcessToBeReported() {
    var spawn = begin();
    end(spawn, true);
    spawns.processEnded(spawn.id() + 1);

    assertThat(spawns.find(spawn.id())).containsSame(spawn);
  }

  @Test
  void oneWhoseRecordsNeverCameIsForgottenAtTheSecondLook() {
    var silent = begin();
    end(silent, true);
    var underWay = begin();
    var alive = begin();
    spawns.processBegan(alive.id());
    end(alive, true);

    spawns.sweep();
    assertThat(spawns.size()).isEqualTo(3);
    spawns.sweep();
    assertThat(spawns.find(silent.id())).isEmpty();
    spawns.sweep();
    assertThat(spawns.find(underWay.id())).isPresent();
    assertThat(spawns.find(alive.id())).isPresent();
  }

  @Test
  void oneThatHadALivingProcessBetweenTwoLooksIsKept() {
    var spawn = begin();
    end(spawn, true);
    spawns.sweep();
    spawns.processBegan(spawn.id());
    spawns.sweep();

    assertThat(spawns.size()).isEqualTo(1);
  }

  @Test
  void whatTheKernelReportedIsThere() {
    var thread = Thread.currentThread();
    int id = SpawnIds.FIRST_OF_KERNEL + 7;
    spawns.found(id, StackSample.of(thread, List.of(thread.getStackTrace()), true, 0));

    var found = spawns.find(id).orElseThrow();
    assertThat(found.thread()).containsSame(thread);
    assertThat(found.threadName()).isEqualTo(thread.getName());
    assertThat(found.threadId()).isEqualTo(thread.threadId());
    assertThat(found.site().orElseThrow()).startsWith(SpawnRegistryTest.class.getName() + ".");
    spawns.processBegan(id);
    spawns.processEnded(id);
    assertThat(spawns.size()).isZero();
  }

  @Test
  void anUnknownThreadIsNoOne() {
    int id = SpawnIds.FIRST_OF_KERNEL + 8;
    spawns.found(id, new StackSample(Optional.empty(), Optional.empty(), -1, List.of(), false, 0));

    var found = spawns.find(id).orElseThrow();
    assertThat(found.thread()).isEmpty();
    assertThat(found.threadName()).isNull();
    assertThat(found.threadId()).isEqualTo(-1);
    assertThat(found.site()).isEmpty();
  }
}
