package io.github.exectrace.events.tree;

import io.github.exectrace.events.FieldNames;

/** What an event says of which process it is about. Immutable. */
public final class ProcessRef {
  private final int spawnId;
  private final ProcessId id;
  private final int pid;
  private final int depth;
  private final long fromNanos;
  private final long toNanos;

  private ProcessRef(EventView event, int depth, long fromNanos, long toNanos) {
    this.spawnId = event.integer(FieldNames.SPAWN_ID, 0);
    this.id = ProcessId.of(event);
    this.pid = event.integer(FieldNames.PID, 0);
    this.depth = depth;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  /** Of an event of the kernel's at some time of the process's life. */
  static ProcessRef within(EventView event) {
    long nanos = event.startNanos();
    return new ProcessRef(event, event.integer(FieldNames.DEPTH, 0), nanos, nanos);
  }

  /** Of an event that makes a process: this JVM's own child, unless it says otherwise. */
  static ProcessRef child(EventView event) {
    long nanos = event.startNanos();
    return new ProcessRef(event, event.integer(FieldNames.DEPTH, 1), nanos, nanos);
  }

  /** Of an event that ends a process and says how long it lived. */
  static ProcessRef life(EventView event) {
    long end = event.endNanos();
    long lifetime = event.span(FieldNames.LIFETIME);
    return new ProcessRef(
        event,
        event.integer(FieldNames.DEPTH, 0),
        lifetime < 0 ? event.startNanos() : end - lifetime,
        end);
  }

  /** The start that it descends from; 0 if there is none. */
  public int spawnId() {
    return spawnId;
  }

  public ProcessId id() {
    return id;
  }

  /** As the JVM sees it; 0 if it cannot, -1 if there was none. */
  public int pid() {
    return pid;
  }

  /** Generations below the JVM, whose own child is 1. */
  int depth() {
    return depth;
  }

  /** Whether it is this JVM's own child. */
  public boolean isChild() {
    return spawnId != 0 && depth <= 1;
  }

  /** From when on the process lived, at the latest. */
  long fromNanos() {
    return fromNanos;
  }

  /** Until when the process lived, at the least. */
  long toNanos() {
    return toNanos;
  }
}
