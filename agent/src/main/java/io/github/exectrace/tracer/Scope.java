package io.github.exectrace.tracer;

/** Which processes are traced. */
public sealed interface Scope {
  /** The processes that the JVM itself starts, and all their descendants. */
  record OwnTree() implements Scope {}

  /**
   * The processes of a pid namespace and of the namespaces below it, and those of {@link OwnTree}.
   *
   * @param inode the namespace's inode, as in {@code readlink /proc/PID/ns/pid}
   */
  record PidNamespace(int inode) implements Scope {}

  /** All processes of the machine. */
  record WholeSystem() implements Scope {}
}
