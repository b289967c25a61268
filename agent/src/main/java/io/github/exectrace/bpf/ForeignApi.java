package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * What the Foreign Function &amp; Memory API has had another name for, or none, before it became
 * final: in JDK 21 it is in preview, and its classes are otherwise as they are today. What is here
 * has to be used in place of the API's own; a test holds the jar against JDK 21.
 *
 * <p>Safe for use by several threads.
 */
public final class ForeignApi {
  /** The release in which the API became final (JEP 454). */
  private static final int FINAL_SINCE = 22;

  private static final boolean IS_FINAL = Runtime.version().feature() >= FINAL_SINCE;

  private ForeignApi() {}

  /** A copy of a string in UTF-8, ended by NUL. */
  static MemorySegment allocate(Arena arena, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var copy = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  /** A copy of bytes. */
  static MemorySegment allocate(Arena arena, byte[] bytes) {
    var copy = arena.allocate(bytes.length);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  /** A copy of numbers, in the processor's own order. */
  static MemorySegment allocate(Arena arena, long... numbers) {
    var copy = arena.allocate((long) numbers.length * Long.BYTES, Long.BYTES);
    MemorySegment.copy(numbers, 0, copy, ValueLayout.JAVA_LONG, 0, numbers.length);
    return copy;
  }

  /** The string in UTF-8 that begins at an offset and is ended by NUL. */
  public static String string(MemorySegment memory, long offset) {
    long end = offset;
    while (memory.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] bytes = memory.asSlice(offset, end - offset).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Access to values by segment and offset in bytes. */
  public static VarHandle varHandle(ValueLayout layout) {
    if (IS_FINAL) {
      MemoryLayout any = layout; // whose method has been there before, if with another meaning
      return any.varHandle();
    }
    return (VarHandle)
        earlier(
            MethodHandles.class,
            "memorySegmentViewVarHandle",
            new Class<?>[] {ValueLayout.class},
            layout);
  }

  /** Says of a function that it is over at once and calls no Java, so that calling it is cheap. */
  static Linker.Option briefFunction() {
    return IS_FINAL
        ? Linker.Option.critical(false)
        : (Linker.Option) earlier(Linker.Option.class, "isTrivial", new Class<?>[0]);
  }

  private static Object earlier(
      Class<?> owner, String method, Class<?>[] parameters, Object... arguments) {
    try {
      return owner.getMethod(method, parameters).invoke(null, arguments);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("JDK 21 has " + owner.getName() + "." + method, impossible);
    }
  }
}
