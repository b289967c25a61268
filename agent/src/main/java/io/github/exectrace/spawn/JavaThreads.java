package io.github.exectrace.spawn;

import io.github.exectrace.ringbuf.RecordLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the platform thread that is a thread of the operating system. Not safe for use by several
 * threads.
 */
final class JavaThreads {
  private static final Thread[] NONE = {};

  private final Optional<ThreadMemory> memory;
  private final Optional<MethodHandle> allThreads; // Thread.getAllThreads
  private Map<Integer, WeakReference<Thread>> byOsThread = Map.of();
  private Map<Long, Integer> osThreads = Map.of(); // by Thread.threadId

  /**
   * Knows no thread yet.
   *
   * @param memory without it, threads are told by their names
   */
  JavaThreads(Optional<ThreadMemory> memory) {
    this.memory = memory;
    this.allThreads = findAllThreads();
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
  Thread[] all() {
    if (allThreads.isPresent()) {
      try {
        return (Thread[]) allThreads.get().invokeExact();
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable impossible) {
        throw new AssertionError("it declares no exception", impossible);
      }
    }
    return Thread.getAllStackTraces().keySet().toArray(NONE);
  }

  /**
   * The platform thread with an id.
   *
   * @param osThread as gettid(2) has it
   * @param osThreadName as the system has it, cut to 15 bytes
   */
  Optional<Thread> find(int osThread, String osThreadName) {
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

  private Optional<Thread> known(int osThread) {
    var reference = byOsThread.get(osThread);
    return Optional.ofNullable(reference == null ? null : reference.get()).filter(Thread::isAlive);
  }

  private void look(ThreadMemory known) {
    var threads = new HashMap<Integer, WeakReference<Thread>>();
    var ids = new HashMap<Long, Integer>();
    for (var thread : all()) {
      // A thread keeps its id as long as it lives.
      var id = osThreads.get(thread.threadId());
      if (id == null) {
        id = known.osThreadId(thread);
      }
      if (id == 0) {
        continue; // it has just ended, or not quite begun
      }
      threads.put(id, new WeakReference<>(thread));
      ids.put(thread.threadId(), id);
    }
    byOsThread = threads;
    osThreads = ids;
  }

  /** The only one whose name the JVM would give to the system like that. */
  private Optional<Thread> findByName(String osThreadName) {
    var named =
        Arrays.stream(all())
            .filter(thread -> nameForSystem(thread.getName()).equals(osThreadName))
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static String nameForSystem(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    return new String(
        bytes, 0, Math.min(bytes.length, RecordLayout.COMM_LEN - 1), StandardCharsets.UTF_8);
  }
}
