package io.github.exectrace.tracer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** Which spawn ids each tracer's kernel program gets, as spawn_id of bpf/spawn.h makes them. */
class KernelSpawnIdsTest {
  private static final int ALL = 1 << 30;

  private static int id(KernelSpawnIds ids, int number, int lane) {
    return (ids.first() + number * ids.lanes() + lane) & (ALL - 1);
  }

  @Test
  void eachLaneHasIdsOfItsOwnOnMachinesWithManyProcessors() {
    var ids = KernelSpawnIds.take(1024 + 1);
    var seen = new HashSet<Integer>();
    for (int lane = 0; lane < ids.lanes(); lane++) {
      for (int number = 0; number < 100; number++) {
        assertThat(seen.add(id(ids, number, lane))).isTrue();
      }
    }
    ids.giveBack();
  }

  @Test
  void oneTracerAfterTheOtherHasIdsBehindThoseThatWereUsed() {
    int last = -1;
    for (int i = 0; i < 1_000; i++) {
      var ids = KernelSpawnIds.take(5);
      ids.measureBy(() -> 10);
      if (last >= 0) {
        assertThat(ids.first()).isEqualTo(last + 1);
      }
      last = id(ids, 9, 4);
      ids.giveBack();
      ids.giveBack();
    }
  }

  @Test
  void tracersThatAreOpenAtATimeAreFarApart() {
    var busy = KernelSpawnIds.take(3);
    busy.measureBy(() -> 20_000_000); // more than the room of one
    var second = KernelSpawnIds.take(3);
    var third = KernelSpawnIds.take(3);

    assertThat(second.first()).isGreaterThan(id(busy, 20_000_000 - 1, 2));
    assertThat(third.first() - second.first()).isGreaterThanOrEqualTo(ALL / 64);
    third.giveBack();
    second.giveBack();
    busy.giveBack();
  }
}
