package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** What stands in the memory of this JVM is compared, not believed. */
class ThreadMemoryTest {
  private static final long NOWHERE = 8;

  @Test
  void bytesStandWhereTheyStand() {
    try (var arena = Arena.ofConfined()) {
      var stack = arena.allocate(3 * Long.BYTES, Long.BYTES);
      stack.copyFrom(MemorySegment.ofArray(new long[] {1, 2, 3}));
      var copy = arena.allocate(3 * Long.BYTES, Long.BYTES).copyFrom(stack);

      assertThat(ThreadMemory.holds(stack.address(), copy)).isTrue();
      stack.setAtIndex(ValueLayout.JAVA_LONG, 2, 4);
      assertThat(ThreadMemory.holds(stack.address(), copy)).isFalse();
    }
  }

  @Test
  void nothingStandsWhereNoMemoryIs() {
    try (var arena = Arena.ofConfined()) {
      assertThat(ThreadMemory.holds(NOWHERE, arena.allocate(ValueLayout.JAVA_LONG))).isFalse();
    }
  }
}
