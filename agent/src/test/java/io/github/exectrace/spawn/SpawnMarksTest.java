package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.ringbuf.RecordLayout.Mark;
import io.github.exectrace.spawn.SpawnMarks.Child;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread's mark is where the kernel program looks for it, and gone when the thread is done. */
class SpawnMarksTest {
  private static final int TID = 4711;
  private static final int SPAWN_ID = 17;
  private static final long PLACE = (long) (TID % Mark.COUNT) * Mark.BYTES;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment table = arena.allocate((long) Mark.COUNT * Mark.BYTES, Long.BYTES);
  private final SpawnMarks marks = new SpawnMarks(table);

  @AfterEach
  void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private int at(long offset) {
    return table.get(ValueLayout.JAVA_INT, offset);
  }

  private void kernelAnswers(long place, Child child) {
    table.set(ValueLayout.JAVA_INT, place + Mark.CHILD_PID, child.pid());
    table.set(ValueLayout.JAVA_INT, place + Mark.CHILD_HOST_PID, child.hostPid());
    table.set(ValueLayout.JAVA_LONG, place + Mark.CHILD_STARTED, child.startedNanos());
  }

  @Test
  void aMarkStandsAtItsThreadsPlace() {
    assertThat(marks.set(TID, SPAWN_ID)).isTrue();

    assertThat(at(PLACE + Mark.TID)).isEqualTo(TID);
    assertThat(at(PLACE + Mark.SPAWN_ID)).isEqualTo(SPAWN_ID);
    marks.clear(TID);
    assertThat(at(PLACE + Mark.TID)).isZero();
  }

  @Test
  void theChildIsThatOfTheMark() {
    var child = new Child(5, 50, 500);
    marks.set(TID, SPAWN_ID);
    kernelAnswers(PLACE, child);

    assertThat(marks.clear(TID)).isEqualTo(child).matches(Child::exists);
    marks.set(TID, SPAWN_ID + 1);
    assertThat(marks.clear(TID)).isSameAs(SpawnMarks.Child.NONE).matches(none -> !none.exists());
  }

  @Test
  void threadsThatWantOnePlaceGetPlacesSideBySide() {
    for (int i = 0; i < Mark.PROBES; i++) {
      assertThat(marks.set(TID + i * Mark.COUNT, i + 1)).isTrue();
      assertThat(at(PLACE + (long) i * Mark.BYTES + Mark.SPAWN_ID)).isEqualTo(i + 1);
    }
    assertThat(marks.set(TID + Mark.PROBES * Mark.COUNT, 99)).isFalse();

    // The last one's is found although one before it has gone.
    int last = Mark.PROBES - 1;
    marks.clear(TID);
    kernelAnswers(PLACE + (long) last * Mark.BYTES, new Child(6, 60, 600));
    assertThat(marks.clear(TID + last * Mark.COUNT).pid()).isEqualTo(6);
    assertThat(marks.set(TID + Mark.PROBES * Mark.COUNT, 99)).isTrue();
  }

  @Test
  void thePlaceBehindTheLastIsTheFirst() {
    marks.set(Mark.COUNT - 1, 1);
    marks.set(2 * Mark.COUNT - 1, 2);

    assertThat(at(Mark.TID)).isEqualTo(2 * Mark.COUNT - 1);
  }

  @Test
  void aThreadWithoutAMarkHasNoChild() {
    marks.set(TID + 1, SPAWN_ID);

    assertThat(marks.clear(TID)).isSameAs(SpawnMarks.Child.NONE);
    assertThat(at(PLACE + Mark.BYTES + Mark.TID)).isEqualTo(TID + 1);
  }

  @Test
  void aTableThatIsGoneIsNoFailure() {
    marks.set(TID, SPAWN_ID);
    arena.close();

    assertThat(marks.set(TID + 1, SPAWN_ID)).isFalse();
    assertThat(marks.clear(TID)).isSameAs(SpawnMarks.Child.NONE);
  }
}
