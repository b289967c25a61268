package io.github.exectrace.spawn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.exectrace.bpf.Libc;
import io.github.exectrace.ringbuf.RecordLayout.ThreadLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What HotSpot keeps in its memory of a Java thread ({@code JavaThread}, threads.hpp). Nothing here
 * can crash the JVM: an address that is no longer right gives no answer, or one that the caller has
 * to hold against another. Safe for use by several threads.
 */
final class ThreadMemory {
  private static final String OS_THREAD = "Thread::_osthread";
  private static final String OS_THREAD_ID = "OSThread::_thread_id";
  private static final String POSIX_THREAD = "OSThread::_pthread_id";
  private static final String OWNER_ID = "JavaThread::_monitor_owner_id";
  private static final String ANCHOR = "JavaThread::_anchor";
  private static final String LAST_SP = "JavaFrameAnchor::_last_Java_sp";
  private static final String LAST_PC = "JavaFrameAnchor::_last_Java_pc";

  /** How far below its thread pointer a thread's variables may begin, in bytes. */
  private static final int THREAD_LOCAL_BYTES = 64 << 10;

  private final VarHandle javaThread; // Thread.eetop
  private final long osThread;
  private final long osThreadId;
  private final OptionalLong posixThread;
  private final OptionalLong ownerId;
  private final OptionalLong lastSp;
  private final OptionalLong lastPc;

  private ThreadMemory(VarHandle javaThread, VmStructs structs) {
    this.javaThread = javaThread;
    this.osThread = structs.offset(OS_THREAD).orElseThrow();
    this.osThreadId = structs.offset(OS_THREAD_ID).orElseThrow();
    this.posixThread = structs.offset(POSIX_THREAD);
    this.ownerId = structs.offset(OWNER_ID);
    this.lastSp = sum(structs.offset(ANCHOR), structs.offset(LAST_SP));
    this.lastPc = sum(structs.offset(ANCHOR), structs.offset(LAST_PC));
  }

  private static OptionalLong sum(OptionalLong a, OptionalLong b) {
    return a.isPresent() && b.isPresent()
        ? OptionalLong.of(a.getAsLong() + b.getAsLong())
        : OptionalLong.empty();
  }

  /** Empty if this JVM does not tell, or the system does not let a process read its own memory. */
  static Optional<ThreadMemory> find() {
    var structs =
        VmStructs.read(
            Set.of(OS_THREAD, OS_THREAD_ID, POSIX_THREAD, OWNER_ID, ANCHOR, LAST_SP, LAST_PC));
    if (structs.offset(OS_THREAD).isEmpty() || structs.offset(OS_THREAD_ID).isEmpty()) {
      return Optional.empty();
    }
    try {
      var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      var memory =
          new ThreadMemory(lookup.findVarHandle(Thread.class, "eetop", long.class), structs);
      int own = memory.osThreadId(Thread.currentThread()).orElse(0);
      return own == Libc.gettid() ? Optional.of(memory) : Optional.empty();
    } catch (ReflectiveOperationException | UnsatisfiedLinkError unknown) {
      return Optional.empty();
    }
  }

  /** The address of a platform thread's structure; 0 once the thread has ended. */
  long address(Thread thread) {
    return (long) javaThread.getVolatile(thread);
  }

  /** The id that the system gave to a platform thread, gettid(2). */
  OptionalInt osThreadId(Thread thread) {
    var structure = word(address(thread), osThread);
    return structure.isEmpty() ? OptionalInt.empty() : integer(structure.getAsLong(), osThreadId);
  }

  /** The last Java frame of a thread that is in native code: where its stack is, and goes on. */
  Optional<Frame> lastFrame(long address) {
    if (lastSp.isEmpty()) {
      return Optional.empty();
    }
    var pointer = word(address, lastSp.getAsLong());
    var pc = word(address, lastPc.getAsLong());
    return pointer.isPresent() && pc.isPresent()
        ? Optional.of(new Frame(pointer.getAsLong(), pc.getAsLong()))
        : Optional.empty();
  }

  /** A frame of a stack, by addresses. */
  record Frame(long stackPointer, long pc) {}

  /** Whether certain bytes stand at an address. */
  boolean holds(long address, MemorySegment bytes) {
    try (var arena = Arena.ofConfined()) {
      var now = arena.allocate(bytes.byteSize());
      return Libc.readMemory(address, now) && now.mismatch(bytes) == -1;
    }
  }

  /**
   * Tells the kernel program where a thread that forks keeps all this.
   *
   * @param layout {@code struct thread_layout}
   * @param threads some platform threads that are alive
   */
  void publish(MemorySegment layout, Thread[] threads) {
    var offset = offsetOfCurrentThread(threads);
    if (offset.isEmpty() || lastSp.isEmpty()) {
      return;
    }
    layout.set(JAVA_INT, ThreadLayout.OWNER_ID, (int) ownerId.orElse(0));
    layout.set(JAVA_INT, ThreadLayout.LAST_JAVA_SP, (int) lastSp.getAsLong());
    layout.set(JAVA_INT, ThreadLayout.LAST_JAVA_PC, (int) lastPc.getAsLong());
    // What the kernel looks at first comes last.
    VarHandle.releaseFence();
    layout.set(JAVA_LONG, ThreadLayout.THREAD, offset.getAsLong());
  }

  /**
   * Where a thread's own variables hold the address of its structure ({@code Thread::current}). The
   * JVM does not tell, so it is found: the place below the thread pointer that holds it for this
   * thread and for all others. On x86-64 the thread pointer is what pthread_self(3) returns.
   */
  private OptionalLong offsetOfCurrentThread(Thread[] threads) {
    if (!System.getProperty("os.arch").equals("amd64") || posixThread.isEmpty()) {
      return OptionalLong.empty();
    }
    long own = address(Thread.currentThread());
    var pointer = threadPointer(own);
    if (pointer.isEmpty()) {
      return OptionalLong.empty();
    }
    for (long offset = -Long.BYTES; offset >= -THREAD_LOCAL_BYTES; offset -= Long.BYTES) {
      var value = word(pointer.getAsLong(), offset);
      if (value.isEmpty()) {
        break; // the end of the variables
      }
      if (value.getAsLong() == own && isTheSameIn(threads, offset)) {
        return OptionalLong.of(offset);
      }
    }
    return OptionalLong.empty();
  }

  private boolean isTheSameIn(Thread[] threads, long offset) {
    return Arrays.stream(threads)
        .mapToLong(this::address)
        .filter(address -> address != 0)
        .allMatch(
            address -> {
              var pointer = threadPointer(address);
              return pointer.isEmpty() // it has just ended
                  || word(pointer.getAsLong(), offset).orElse(address) == address;
            });
  }

  private OptionalLong threadPointer(long address) {
    var structure = word(address, osThread);
    return structure.isEmpty()
        ? OptionalLong.empty()
        : word(structure.getAsLong(), posixThread.getAsLong());
  }

  private static OptionalLong word(long base, long offset) {
    try (var arena = Arena.ofConfined()) {
      var word = arena.allocate(JAVA_LONG);
      return base != 0 && Libc.readMemory(base + offset, word)
          ? OptionalLong.of(word.get(JAVA_LONG, 0))
          : OptionalLong.empty();
    }
  }

  private static OptionalInt integer(long base, long offset) {
    try (var arena = Arena.ofConfined()) {
      var integer = arena.allocate(JAVA_INT);
      return base != 0 && Libc.readMemory(base + offset, integer)
          ? OptionalInt.of(integer.get(JAVA_INT, 0))
          : OptionalInt.empty();
    }
  }
}
