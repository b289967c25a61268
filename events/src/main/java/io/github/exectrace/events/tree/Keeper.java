package io.github.exectrace.events.tree;

/**
 * What an {@link Assembler} keeps, and for how long: who reads a file from begin to end keeps
 * little, who shows it on a page keeps all.
 *
 * @param <E> the events
 * @param <T> what the keeper knows of a tree beside its processes
 */
public interface Keeper<E extends EventView, T extends ProcessTree<E>> {
  /** Makes a tree without a process. */
  T newTree(int spawnId);

  /** Whether the events stay as they are after they were added, and processes are to hold them. */
  boolean keepsEvents();

  /** What to keep of a command line. */
  default String kept(String commandLine) {
    return commandLine;
  }

  /**
   * Whether a process that is not there, or its tree, has come and gone, so that it is not to be
   * made anew of an event that comes late.
   */
  default boolean isGone(ProcessRef process, boolean hasTree) {
    return false;
  }

  /** A process has ended, which is to be remembered if its tree may be dropped. */
  default void ended(ProcessRef process) {}

  /** Of how many processes of one tree, at the least, all are kept. */
  default int mostInTree() {
    return Integer.MAX_VALUE;
  }

  /**
   * A tree has got an event, and perhaps a process more. Afterwards others may be dropped with
   * {@link Assembler#drop}.
   */
  default void added(T tree, boolean hasGrown) {}

  /** It is certain that an exec was refused, and that no later exec succeeded. */
  default void failed(T tree, RefusedExec<E> refused) {}
}
