package io.github.exectrace.tracer.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.github.exectrace.ringbuf.RecordLayout.Fork;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What the traced JVM's own memory said of a thread that forked, as the kernel program found it.
 * The thread need not be a Java thread; then all of this is meaningless.
 *
 * @param javaThread the address of HotSpot's {@code JavaThread}
 * @param threadId the {@link Thread#threadId} of the virtual thread that ran on it, or of itself; 0
 *     if that is not known
 * @param stackPointer the address of the last Java frame, where {@code stack} begins; 0 if that is
 *     not known
 * @param framePc where that frame goes on after the call
 * @param stack the bytes there; perhaps none. Read-only
 */
public record JavaThreadState(
    long javaThread, long threadId, long stackPointer, long framePc, MemorySegment stack) {

  /**
   * That in a record of a fork; empty if there is none.
   *
   * @throws IndexOutOfBoundsException if the record is too short for what it says
   */
  static Optional<JavaThreadState> in(MemorySegment fork) {
    long javaThread = fork.get(JAVA_LONG_UNALIGNED, Fork.JAVA_THREAD);
    if (javaThread == 0) {
      return Optional.empty();
    }
    int length = fork.get(JAVA_INT_UNALIGNED, Fork.STACK_LEN);
    return Optional.of(
        new JavaThreadState(
            javaThread,
            fork.get(JAVA_LONG_UNALIGNED, Fork.OWNER_ID),
            fork.get(JAVA_LONG_UNALIGNED, Fork.STACK_POINTER),
            fork.get(JAVA_LONG_UNALIGNED, Fork.FRAME_PC),
            MemorySegment.ofArray(fork.asSlice(Fork.BYTES, length).toArray(JAVA_BYTE))
                .asReadOnly()));
  }
}
