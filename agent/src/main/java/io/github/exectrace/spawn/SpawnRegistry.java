package io.github.exectrace.spawn;

import io.github.exectrace.events.SpawnIds;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The starts whose processes may still have events.
 *
 * <p>A start is registered before its process exists and forgotten when the last descendant has
 * ended. Safe for use by several threads.
 */
public final class SpawnRegistry {
  // Shared by all registries of this JVM: ids stay unique in a recording that outlives a tracer.
  private static final AtomicInteger LAST_ID = new AtomicInteger();

  private final Map<Integer, Spawn> spawns = new ConcurrentHashMap<>();

  /** Registers that a thread is about to start a process. */
  public Spawn begin(Thread thread) {
    var spawn = new Spawn(nextId(), thread);
    spawns.put(spawn.id(), spawn);
    return spawn;
  }

  /** Registers a start that the kernel reported, once it is known whose it was. */
  public void found(int id, StackSample origin) {
    var spawn =
        new Spawn(
            id, origin.thread().orElse(null), origin.threadName().orElse(null), origin.threadId());
    spawn.finish(origin.site());
    spawns.put(id, spawn);
  }

  private static int nextId() {
    // The ids above belong to the kernel program; a JVM that starts a billion processes begins
    // anew.
    return LAST_ID.updateAndGet(last -> last + 1 >= SpawnIds.FIRST_OF_KERNEL ? 1 : last + 1);
  }

  /**
   * The spawning thread is done; to be called before it leaves the line that started the process.
   *
   * @param forked whether a process was made, which the kernel will report
   * @param site the responsible line of the application
   */
  public void end(Spawn spawn, boolean forked, Optional<String> site) {
    if (spawn.finish(site) || !forked) {
      spawns.remove(spawn.id());
    }
  }

  /** The start with an id, unless it is unknown or over. */
  public Optional<Spawn> find(int id) {
    return Optional.ofNullable(spawns.get(id));
  }

  /** The kernel reported a new process that descends from a start. */
  public void processBegan(int id) {
    find(id).ifPresent(Spawn::processBegan);
  }

  /** The kernel reported the end of a process that descends from a start. */
  public void processEnded(int id) {
    find(id).filter(Spawn::processEnded).ifPresent(spawn -> spawns.remove(spawn.id()));
  }

  /**
   * Forgets starts whose processes' records never came, because the ring buffer was full. To be
   * called now and then: a start is forgotten at the second call that finds it so.
   */
  public void sweep() {
    spawns.values().removeIf(Spawn::isForgotten);
  }

  /** How many starts are remembered. */
  public int size() {
    return spawns.size();
  }
}
