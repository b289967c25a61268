package io.github.exectrace.jmc.page.table;

import org.openjdk.jmc.common.IDisplayable;

/** A number that is compared as one and read as a name: without separators. Immutable. */
final class Pid implements Comparable<Pid>, IDisplayable {
  private final int pid;

  Pid(int pid) {
    this.pid = pid;
  }

  @Override
  public int compareTo(Pid other) {
    return Integer.compare(pid, other.pid);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pid && pid == ((Pid) other).pid;
  }

  @Override
  public int hashCode() {
    return pid;
  }

  @Override
  public String displayUsing(String formatHint) {
    return toString();
  }

  @Override
  public String toString() {
    return Integer.toString(pid);
  }
}
