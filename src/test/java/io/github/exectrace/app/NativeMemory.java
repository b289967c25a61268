package io.github.exectrace.app;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** What the FFM API has methods for from JDK 22 on only. */
public final class NativeMemory {
  private NativeMemory() {}

  /** A copy of a string, ended by NUL. */
  public static MemorySegment copy(Arena arena, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var copy = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  /** A copy of numbers. */
  public static MemorySegment copy(Arena arena, long... numbers) {
    var copy = arena.allocate((long) numbers.length * Long.BYTES, Long.BYTES);
    MemorySegment.copy(numbers, 0, copy, ValueLayout.JAVA_LONG, 0, numbers.length);
    return copy;
  }

  /** The string at an offset, which NUL ends. */
  public static String text(MemorySegment memory, long offset) {
    int length = 0;
    while (memory.get(ValueLayout.JAVA_BYTE, offset + length) != 0) {
      length++;
    }
    byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
