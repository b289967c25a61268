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
import java.util.OptionalLong;
import java.util.Set;

/**
 * What HotSpot keeps in its memory of a Java thread ({@code JavaThread}, threads.hpp). Nothing here
 * can crash the JVM: an address that is no longer right gives no answer, or one that the caller has
 * to compare with another. Safe for use by several threads.
 */
final class ThreadMemory {
  private static final String OS_THREAD = "Thread::_osthread";
  private static final String OLDER_OS_THREAD = "JavaThread::_osthread"; // as JDK 21 has it
  private static final String OS_THREAD_ID = "OSThread::_thread_id";
  private static final String POSIX_THREAD = "OSThread::_pthread_id";
  private static final String OWNER_ID = "JavaThread::_monitor_owner_id";
  private static final String ANCHOR = "JavaThread::_anchor";
  private static final String LAST_SP = "JavaFrameAnchor::_last_Java_sp";
  private static final String LAST_PC = "JavaFrameAnchor::_last_Java_pc";

  // Where a thread has its vector, from its thread pointer on: as in bpf/stack.h.
  private static final int THREAD_VECTOR_X86_64 = 8;
  private static final int THREAD_VECTOR_AARCH64 = 0;
  // How far behind the beginning of glibc's struct pthread its end may be, where on AArch64 the
  // thread pointer points to.
  private static final int LONGEST_PTHREAD = 4096;
  private static final int PTHREAD_ALIGNMENT = 16;
  private static final long LONGEST_VECTOR = 1 << 20;
  // How far to look: at the variables of some 60 libraries, and at so much of each.
  private static final int VECTOR_BYTES = 1024;
  private static final int VARIABLES_BYTES = 2048;

  private final VarHandle javaThread; // Thread.eetop
  private final long osThread;
  private final long osThreadId;
  private final OptionalLong posixThread;
  private final OptionalLong ownerId;
  private final OptionalLong lastSp;
  private final OptionalLong lastPc;

  private ThreadMemory(VarHandle javaThread, String osThread, VmStructs structs) {
    this.javaThread = javaThread;
    this.osThread = structs.offset(osThread).orElseThrow();
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

  /**
   * Empty if this JVM does not export it, or the system does not let a process read its own memory.
   */
  static Optional<ThreadMemory> find() {
    return find(OS_THREAD).or(() -> find(OLDER_OS_THREAD));
  }

  private static Optional<ThreadMemory> find(String osThread) {
    var structs =
        VmStructs.read(
            Set.of(osThread, OS_THREAD_ID, POSIX_THREAD, OWNER_ID, ANCHOR, LAST_SP, LAST_PC));
    if (structs.offset(osThread).isEmpty() || structs.offset(OS_THREAD_ID).isEmpty()) {
      return Optional.empty();
    }
    try {
      var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      var memory =
          new ThreadMemory(
              lookup.findVarHandle(Thread.class, "eetop", long.class), osThread, structs);
      return memory.osThreadId(Thread.currentThread()) == Libc.gettid()
          ? Optional.of(memory)
          : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError unknown) {
      return Optional.empty();
    }
  }

  /** The address of a platform thread's structure; 0 once the thread has ended. */
  long address(Thread thread) {
    return (long) javaThread.getVolatile(thread);
  }

  /** The id that the system gave to a platform thread, gettid(2); 0 if it has just ended. */
  int osThreadId(Thread thread) {
    return (int) word(word(address(thread), osThread), osThreadId);
  }

  /** The last Java frame of a thread that is in native code: where its stack is, and goes on. */
  Optional<Frame> lastFrame(long address) {
    return lastSp.isEmpty() || lastPc.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Frame(word(address, lastSp.getAsLong()), word(address, lastPc.getAsLong())));
  }

  /** A frame of a stack, by addresses. */
  record Frame(long stackPointer, long pc) {}

  /** Whether certain bytes stand at an address. */
  static boolean holds(long address, MemorySegment bytes) {
    try (var arena = Arena.ofConfined()) {
      var now = arena.allocate(bytes.byteSize());
      return Libc.readMemory(address, now) && now.mismatch(bytes) == -1;
    }
  }

  /**
   * Gives the kernel program where a thread that forks keeps all this.
   *
   * @param layout {@code struct thread_layout}
   * @param threads some platform threads that are alive
   */
  void publish(MemorySegment layout, Thread[] threads) {
    var place = findCurrentThread(threads);
    if (place.isEmpty() || lastSp.isEmpty() || lastPc.isEmpty()) {
      return;
    }
    layout.set(JAVA_INT, ThreadLayout.MODULE, place.get().module());
    layout.set(JAVA_INT, ThreadLayout.THREAD, place.get().offset());
    layout.set(JAVA_INT, ThreadLayout.OWNER_ID, (int) ownerId.orElse(0));
    layout.set(JAVA_INT, ThreadLayout.LAST_JAVA_SP, (int) lastSp.getAsLong());
    layout.set(JAVA_INT, ThreadLayout.LAST_JAVA_PC, (int) lastPc.getAsLong());
    // What the kernel looks at first comes last.
    VarHandle.releaseFence();
    layout.set(JAVA_INT, ThreadLayout.KNOWN, 1);
  }

  /**
   * Where a library's variable of each thread is: in which entry of the vector, and where there.
   */
  private record Place(int module, int offset) {}

  /**
   * Finds where a thread's own variables hold the address of its structure ({@code
   * Thread::_thr_current}). The JVM does not export it, so it is searched for: the place that holds
   * it for this thread and for all others.
   */
  private Optional<Place> findCurrentThread(Thread[] threads) {
    if (posixThread.isEmpty()) {
      return Optional.empty();
    }
    long own = address(Thread.currentThread());
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> findCurrentThread(threads, own, THREAD_VECTOR_X86_64);
      case "aarch64" -> findFromEndOfPthread(threads, own);
      default -> Optional.empty();
    };
  }

  /**
   * On x86-64 the thread pointer is what pthread_self(3) returns. On AArch64 it is behind that
   * structure, whose size is glibc's own affair; but a vector is recognized: in the word before it
   * is its length, and its first word is a count.
   */
  private Optional<Place> findFromEndOfPthread(Thread[] threads, long own) {
    long posixThread = posixThread(own);
    for (int end = 0; end < LONGEST_PTHREAD; end += PTHREAD_ALIGNMENT) {
      if (isVector(word(posixThread, end + THREAD_VECTOR_AARCH64))) {
        var place = findCurrentThread(threads, own, end + THREAD_VECTOR_AARCH64);
        if (place.isPresent()) {
          return place;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Place> findCurrentThread(Thread[] threads, long own, int inThread) {
    var vector = words(vector(own, inThread), VECTOR_BYTES);
    for (int module = 0; module < vector.length; module++) {
      var variables = words(vector[module], VARIABLES_BYTES);
      for (int variable = 0; variable < variables.length; variable++) {
        var place = new Place(module * Long.BYTES, variable * Long.BYTES);
        if (variables[variable] == own && isTheSameIn(threads, place, inThread)) {
          return Optional.of(place);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isVector(long address) {
    long length = word(address, -2 * Long.BYTES);
    return length > 0
        && length < LONGEST_VECTOR
        && word(address, 0) >= 0
        && word(address, 0) < LONGEST_VECTOR;
  }

  /** So many bytes, or fewer if the memory ends before. */
  private static long[] words(long address, int bytes) {
    try (var arena = Arena.ofConfined()) {
      var words = arena.allocate(bytes, Long.BYTES);
      for (int length = bytes; address != 0 && length >= Long.BYTES; length /= 2) {
        if (Libc.readMemory(address, words.asSlice(0, length))) {
          return words.asSlice(0, length).toArray(JAVA_LONG);
        }
      }
      return new long[0];
    }
  }

  private boolean isTheSameIn(Thread[] threads, Place place, int inThread) {
    return Arrays.stream(threads)
        .mapToLong(this::address)
        .allMatch(
            address -> {
              long variables = word(vector(address, inThread), place.module());
              // A thread that ends meanwhile is no counterexample.
              return variables == 0 || word(variables, place.offset()) == address;
            });
  }

  private long vector(long address, int inThread) {
    return word(posixThread(address), inThread);
  }

  /** What pthread_self(3) returns in a thread. */
  private long posixThread(long address) {
    return word(word(address, osThread), posixThread.orElseThrow());
  }

  /** 0 if there is nothing to be read. */
  private static long word(long base, long offset) {
    try (var arena = Arena.ofConfined()) {
      var word = arena.allocate(JAVA_LONG);
      return base != 0 && Libc.readMemory(base + offset, word) ? word.get(JAVA_LONG, 0) : 0;
    }
  }
}
