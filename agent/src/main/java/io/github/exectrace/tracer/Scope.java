package io.github.exectrace.tracer;

/** Which processes are traced. */
public sealed interface Scope {
  /** One word for it, as options and recordings have it. */
  String word();

  /** The descendants of the JVM itself, also those that live already. */
  record OwnTree() implements Scope {
    @Override
    public String word() {
      return "jvm";
    }
  }

  /**
   * The descendants of another process, also those that live already. Possible in the initial pid
   * namespace only.
   *
   * @param pid the process; not traced itself
   */
  record ProcessTree(int pid) implements Scope {
    @Override
    public String word() {
      return "tree";
    }
  }

  /** The processes of a pid namespace and of those below it, and those of {@link OwnTree}. */
  record Namespace(PidNamespace namespace) implements Scope {
    @Override
    public String word() {
      return "pidns";
    }
  }

  /** All processes of the machine. */
  record WholeSystem() implements Scope {
    @Override
    public String word() {
      return "system";
    }
  }
}
