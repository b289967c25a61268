package io.github.exectrace.spawn;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a virtual thread by its id, as the JDK's thread dump does, among all that it tracks
 * (jdk.internal.vm.ThreadContainers). Not safe for use by several threads.
 */
final class VirtualThreads {
  private static final int REMEMBERED = 1024;
  // A search among more would hold up the reader for milliseconds.
  private static final int MOST_LOOKED_AT = 20_000;
  private static final int MOST_CONTAINERS = 256;

  private final Optional<Containers> containers = Containers.find();
  // By Thread.threadId; the oldest first.
  private final Map<Long, WeakReference<Thread>> remembered = new LinkedHashMap<>();

  private record Containers(MethodHandle root, MethodHandle threads, MethodHandle children) {
    static Optional<Containers> find() {
      try {
        var all = Class.forName("jdk.internal.vm.ThreadContainers");
        var one = Class.forName("jdk.internal.vm.ThreadContainer");
        var lookup = MethodHandles.privateLookupIn(all, MethodHandles.lookup());
        var stream = MethodType.methodType(Stream.class);
        return Optional.of(
            new Containers(
                lookup.findStatic(all, "root", MethodType.methodType(one)),
                lookup.findVirtual(one, "threads", stream),
                lookup.findVirtual(one, "children", stream)));
      } catch (ReflectiveOperationException unknown) {
        return Optional.empty();
      }
    }

    Stream<Thread> all() throws Throwable {
      Object top = root.invoke();
      return Stream.concat(threads(top), children(top).limit(MOST_CONTAINERS).flatMap(this::below));
    }

    private Stream<Thread> below(Object container) {
      try {
        return Stream.concat(threads(container), children(container).flatMap(this::below));
      } catch (Throwable unknown) {
        return Stream.empty();
      }
    }

    @SuppressWarnings("unchecked") // the JDK's type is a stream of threads
    private Stream<Thread> threads(Object container) throws Throwable {
      return (Stream<Thread>) threads.invoke(container);
    }

    private Stream<?> children(Object container) throws Throwable {
      return (Stream<?>) children.invoke(container);
    }
  }

  /** A thread that was seen. */
  void remember(Thread virtual) {
    remembered.remove(virtual.threadId());
    remembered.put(virtual.threadId(), new WeakReference<>(virtual));
    if (remembered.size() > REMEMBERED) {
      remembered.remove(remembered.keySet().iterator().next());
    }
  }

  /** The thread with a {@link Thread#threadId}, if it was seen or is alive. */
  Optional<Thread> find(long threadId) {
    var reference = remembered.get(threadId);
    var known = reference == null ? null : reference.get();
    return known == null ? search(threadId) : Optional.of(known);
  }

  private Optional<Thread> search(long threadId) {
    if (containers.isEmpty()) {
      return Optional.empty();
    }
    try {
      return containers
          .get()
          .all()
          .limit(MOST_LOOKED_AT)
          .filter(thread -> thread.threadId() == threadId)
          .findFirst();
    } catch (Throwable unknown) {
      return Optional.empty(); // then it has no name
    }
  }
}
