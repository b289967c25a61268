package io.github.exectrace.spawn;

import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.tracer.ByteString;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the platform thread that is a thread of the operating system, and remembers those that were
 * there. Not safe for use by several threads.
 */
final class JavaThreads {
  private static final Thread[] NONE = {};
  private static final int REMEMBERED = 4096;
  // Thread.getAllThreads
  private static final Optional<MethodHandle> ALL_THREADS = findAllThreads();

  private final Optional<ThreadMemory> memory;
  private Map<Integer, Known> byOsThread = Map.of();
  // By Thread.threadId, which does not come again; the oldest first.
  private final Map<Long, Known> remembered = new LinkedHashMap<>();

  /**
   * A thread that was alive when it was looked at.
   *
   * @param osThread as gettid(2) has it
   * @param address of HotSpot's structure, which a later thread may get; 0 if not known
   */
  record Known(WeakReference<Thread> reference, String name, int osThread, long address) {
    Known(Thread thread, int osThread, long address) {
      this(new WeakReference<>(thread), thread.getName(), osThread, address);
    }

    /** Empty once nothing else knows it. */
    Optional<Thread> thread() {
      return Optional.ofNullable(reference.get());
    }
  }

  /**
   * Knows no thread yet.
   *
   * @param memory without it, threads are identified by their names
   */
  JavaThreads(Optional<ThreadMemory> memory) {
    this.memory = memory;
  }

  private static Optional<MethodHandle> findAllThreads() {
    try {
      var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      return Optional.of(
          lookup.findStatic(Thread.class, "getAllThreads", MethodType.methodType(Thread[].class)));
    } catch (ReflectiveOperationException unknown) {
      return Optional.empty();
    }
  }

  /** All platform threads that are alive, carriers of virtual threads among them. */
  static Thread[] all() {
    if (ALL_THREADS.isPresent()) {
      try {
        return (Thread[]) ALL_THREADS.get().invokeExact();
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable impossible) {
        throw new AssertionError("it declares no exception", impossible);
      }
    }
    return Thread.getAllStackTraces().keySet().toArray(NONE);
  }

  /**
   * The living platform thread with an id.
   *
   * @param osThread as gettid(2) has it
   * @param osThreadName as the system has it, cut to 15 bytes
   */
  Optional<Thread> find(int osThread, ByteString osThreadName) {
    if (memory.isEmpty()) {
      return findByName(osThreadName);
    }
    return known(osThread)
        .or(
            () -> {
              look(memory.get());
              return known(osThread);
            });
  }

  /** The platform thread with a {@link Thread#threadId}, which may have ended. */
  Optional<Known> remembered(long threadId) {
    return Optional.ofNullable(remembered.get(threadId));
  }

  private Optional<Thread> known(int osThread) {
    return Optional.ofNullable(byOsThread.get(osThread))
        .flatMap(Known::thread)
        .filter(Thread::isAlive);
  }

  private void look(ThreadMemory known) {
    var threads = new HashMap<Integer, Known>();
    for (var thread : all()) {
      var before = remembered.remove(thread.threadId());
      // A thread keeps its id as long as it lives.
      int id = before == null ? known.osThreadId(thread) : before.osThread();
      if (id == 0) {
        continue; // it has just ended, or not quite begun
      }
      var now = new Known(thread, id, known.address(thread));
      threads.put(id, now);
      remembered.put(thread.threadId(), now);
    }
    byOsThread = threads;
    var oldest = remembered.values().iterator();
    for (int surplus = remembered.size() - REMEMBERED - threads.size(); surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }

  /** The only one whose name the JVM would give to the system like that. */
  private static Optional<Thread> findByName(ByteString osThreadName) {
    var named =
        Arrays.stream(all())
            .filter(thread -> nameForSystem(thread.getName()).equals(osThreadName))
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static ByteString nameForSystem(String name) {
    var bytes = ByteString.of(name);
    return bytes.substring(0, Math.min(bytes.length(), RecordLayout.COMM_LEN - 1));
  }
}
