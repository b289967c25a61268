package io.github.exectrace.events.tree;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes processes and their trees of the events of one JVM, which may come in any order. An event
 * belongs to the process whose identity it has ({@link ProcessId}), and a process to the tree of
 * the start whose id its events have. Not safe for use by several threads.
 *
 * @param <E> the events
 * @param <T> the trees
 */
public final class Assembler<E extends EventView, T extends ProcessTree<E>> {
  private final Keeper<E, T> keeper;
  // By spawn id; of a process that descends from no start by its identity, or its pid as a Long.
  private final Map<Object, T> trees = new HashMap<>();
  // By another spawn id that processes of the tree have got meanwhile.
  private final Map<Integer, T> others = new HashMap<>();
  private final Map<ProcessId, ProcessNode<E>> processes = new HashMap<>();
  private long made;
  private boolean grown;

  public Assembler(Keeper<E, T> keeper) {
    this.keeper = keeper;
  }

  /**
   * Takes an event.
   *
   * @return the process that it is about; null if the keeper does not want it any more, or it
   *     cannot be distinguished from others, or the event is about no process
   */
  public ProcessNode<E> add(E event) {
    switch (event.name()) {
      case EventNames.PROCESS_SPAWN:
        return started(event);
      case JdkEvents.PROCESS_START:
        return started(event);
      case EventNames.NATIVE_SPAWN:
        return forked(event);
      case EventNames.PROCESS_ADOPTED:
        return adopted(event);
      case EventNames.PROCESS_EXEC:
        return executed(event);
      case EventNames.PROCESS_EXIT:
        return exited(event);
      default:
        return null;
    }
  }

  private ProcessNode<E> started(E event) {
    var start = Start.of(event, keeper);
    var ref = ProcessRef.child(event);
    var process = ref.spawnId() == 0 ? alone(ref) : process(ref);
    if (process != null) {
      // A child that failed is no process of the user's.
      made -= start.succeeded() || process.isNotStarted() ? 0 : count(process);
      process.tree().startedBy(start, process);
      added(process);
    }
    return process;
  }

  private ProcessNode<E> forked(E event) {
    var ref = ProcessRef.child(event);
    var process = process(ref);
    if (process != null) {
      process.recorded(event, event.startNanos());
      if (ref.isChild()) {
        process.tree().startedBy(Start.byNative(event, keeper), process);
      }
      added(process);
    }
    return process;
  }

  private ProcessNode<E> adopted(E event) {
    var process = process(ProcessRef.within(event));
    if (process != null) {
      process.recorded(event, event.startNanos());
      long started = event.moment(FieldNames.PROCESS_START);
      process.adopted(event, started < 0 ? event.startNanos() : started, keeper);
      process.tree().startedBy(Start.adopted(event, keeper), process);
      added(process);
    }
    return process;
  }

  private ProcessNode<E> executed(E event) {
    var process = process(ProcessRef.within(event));
    if (process == null) {
      return null;
    }
    descends(process, event);
    process.recorded(event, event.startNanos());
    var exec = new ExecNode<>(event);
    process.executed(exec, keeper);
    if (!exec.succeeded() && !exec.isLauncher()) {
      var refused = process.refused(new RefusedExec<>(process, exec, keeper.keepsEvents()));
      if (refused != null) {
        refused.settle();
        keeper.failed(tree(process), refused);
      }
    }
    added(process);
    return process;
  }

  private ProcessNode<E> exited(E event) {
    var ref = ProcessRef.life(event);
    var process = process(ref);
    keeper.ended(ref);
    if (process != null) {
      descends(process, event);
      process.recorded(event, event.endNanos());
      process.exited(event, keeper);
      added(process);
    }
    return process;
  }

  private void descends(ProcessNode<E> process, E event) {
    if (keeper.keepsEvents()) {
      process.tree().descendsFromIt(event);
    }
  }

  private ProcessNode<E> process(ProcessRef ref) {
    if (ref.id().isKnown()) {
      var known = processes.get(ref.id());
      if (known != null) {
        noteOtherId(known, ref.spawnId());
        return known;
      }
    } else if (ref.spawnId() == 0 && ref.pid() == 0) {
      return null; // not to be distinguished from any other that the JVM cannot see
    }
    var tree = trees.getOrDefault(key(ref), others.get(ref.spawnId()));
    var found = tree == null ? null : tree.find(ref);
    if (found == null) {
      if (keeper.isGone(ref, tree != null)) {
        return null;
      }
      found = make(tree == null ? newTree(key(ref), ref.spawnId()) : tree, ref);
    }
    if (ref.id().isKnown()) {
      found.identify(ref.id(), ref.pid());
      processes.put(ref.id(), found);
    }
    return found;
  }

  /** Tracing that began anew has given what it found another id, which its descendants have. */
  private void noteOtherId(ProcessNode<E> process, int spawnId) {
    int before = process.tree().spawnId();
    if (before != 0 && spawnId != 0 && before != spawnId && !trees.containsKey(spawnId)) {
      others.put(spawnId, tree(process));
    }
  }

  /** Of a start without a number, which no other event is about. */
  private ProcessNode<E> alone(ProcessRef ref) {
    return make(newTree(new Object(), 0), ref);
  }

  private static Object key(ProcessRef ref) {
    if (ref.spawnId() != 0) {
      return ref.spawnId();
    }
    return ref.id().isKnown() ? (Object) ref.id() : (Object) Long.valueOf(ref.pid());
  }

  private T newTree(Object key, int spawnId) {
    var tree = keeper.newTree(spawnId);
    tree.foundBy(key);
    trees.put(key, tree);
    return tree;
  }

  private ProcessNode<E> make(T tree, ProcessRef ref) {
    if (tree.size() >= 2L * keeper.mostInTree()) {
      for (var dropped : tree.leaveOut(keeper.mostInTree())) {
        forget(tree, dropped);
      }
    }
    var process = tree.make(ref);
    made += count(process);
    grown = true;
    return process;
  }

  private static long count(ProcessNode<?> process) {
    return process.recordedPid() > 0 ? 1 : 0;
  }

  private void added(ProcessNode<E> process) {
    boolean hasGrown = grown;
    grown = false;
    keeper.added(tree(process), hasGrown);
  }

  /** All trees are the keeper's. */
  @SuppressWarnings("unchecked")
  private T tree(ProcessNode<E> process) {
    return (T) process.tree();
  }

  private void forget(T tree, ProcessNode<E> process) {
    processes.remove(process.id(), process);
    for (var refused : process.settle()) {
      keeper.failed(tree, refused);
    }
  }

  /** Drops a tree, whatever is still to come of it. */
  public void drop(T tree) {
    for (var process : tree.all()) {
      forget(tree, process);
    }
    trees.remove(tree.key(), tree);
    others.values().removeIf(tree::equals);
  }

  /** There is nothing more to come: links parents to children and says what has failed. */
  public void settle() {
    for (var tree : trees.values()) {
      tree.link();
      for (var process : tree.all()) {
        for (var refused : process.settle()) {
          keeper.failed(tree, refused);
        }
      }
    }
  }

  /** The trees that are kept. */
  public Collection<T> trees() {
    return Collections.unmodifiableCollection(trees.values());
  }

  /** All processes that are kept, of all trees. */
  public List<ProcessNode<E>> processes() {
    var all = new ArrayList<ProcessNode<E>>();
    trees.values().forEach(tree -> all.addAll(tree.all()));
    return all;
  }

  /** How many processes there were, those that were dropped included. */
  public long made() {
    return made;
  }
}
