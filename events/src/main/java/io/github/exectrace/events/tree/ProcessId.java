package io.github.exectrace.events.tree;

import io.github.exectrace.events.FieldNames;

/**
 * Which process it is: its pid in the initial pid namespace, and the time of its fork by the
 * kernel's monotonic clock. A pid comes again; both together do not, while the machine runs.
 * Immutable.
 */
public final class ProcessId {
  /** Of a recording that does not say it. */
  static final ProcessId UNKNOWN = new ProcessId(0, 0);

  private final int hostPid;
  private final long forkTime;

  private ProcessId(int hostPid, long forkTime) {
    this.hostPid = hostPid;
    this.forkTime = forkTime;
  }

  static ProcessId of(EventView event) {
    long forkTime = event.number(FieldNames.FORK_TIME, 0);
    return forkTime == 0 ? UNKNOWN : new ProcessId(event.integer(FieldNames.HOST_PID, 0), forkTime);
  }

  public boolean isKnown() {
    return forkTime != 0;
  }

  /** As the initial pid namespace numbers it; 0 if it is not known. */
  public int hostPid() {
    return hostPid;
  }

  /** By the kernel's monotonic clock; 0 if it is not known. */
  public long forkTime() {
    return forkTime;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessId
        && hostPid == ((ProcessId) other).hostPid
        && forkTime == ((ProcessId) other).forkTime;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(forkTime) + hostPid;
  }

  @Override
  public String toString() {
    return hostPid + "@" + forkTime;
  }
}
