package io.github.exectrace.tracer;

/** Which processes are traced. */
public sealed interface Scope {
  /** The processes that the JVM itself starts, and all their descendants. */
  record OwnTree() implements Scope {}

  /**
   * The processes that another one starts from now on, and all their descendants. Possible in the
   * initial pid namespace only.
   *
   * @param pid the process; not traced itself
   */
  record ProcessTree(int pid) implements Scope {}

  /** The processes of a pid namespace and of those below it, and those of {@link OwnTree}. */
  record Namespace(PidNamespace namespace) implements Scope {}

  /** All processes of the machine. */
  record WholeSystem() implements Scope {}
}
