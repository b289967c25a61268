package io.github.exectrace.report;

import io.github.exectrace.events.FieldNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The trees of all starts, of which a limited number of processes is kept: those that have not
 * ended and the longest-lived. Not safe for use by several threads.
 */
final class ProcessForest {
  /** Events of one process can be this far apart in a file. */
  private static final long GRACE_EVENTS = 2_000;

  /** As many processes as Linux has at a time, by default. */
  private static final int MOST_OPEN = 32_768;

  private final int most;
  private final String find;
  private final Consumer<RefusedExec> failed;
  private final Map<Key, ProcessTree> trees = new HashMap<>();
  private final Map<JvmRun, IdSet> ended = new HashMap<>();
  private final RecentEnds recentEnds = new RecentEnds();
  private long sequence;
  private long held;
  private long holdUpTo;
  private long created;
  private long givenUp;

  private record Key(JvmRun jvm, int spawnId, int pid) {}

  /**
   * A forest.
   *
   * @param most how many processes to keep
   * @param find keep only trees with a process whose command line has this text, or whose pid it
   *     is; empty for all
   * @param failed takes the execs that were refused and nothing has made up for
   */
  ProcessForest(int most, String find, Consumer<RefusedExec> failed) {
    this.most = most;
    this.find = find;
    this.failed = failed;
    this.holdUpTo = room();
  }

  private long room() {
    return most + GRACE_EVENTS;
  }

  /** The tree of a start, or of a single process if it descends from no start. */
  ProcessTree tree(JvmRun jvm, int spawnId, int pid) {
    if (held > holdUpTo) {
      thinOut();
    }
    var tree =
        trees.computeIfAbsent(
            new Key(jvm, spawnId, spawnId == 0 ? pid : 0),
            key -> new ProcessTree(jvm, spawnId, key.pid()));
    tree.touch(++sequence);
    return tree;
  }

  ProcessNode process(ProcessTree tree, int pid, int depth, EventFields event, long nanos) {
    int before = tree.size();
    var process = tree.process(pid, depth, event.number(FieldNames.FORK_TIME, 0), nanos);
    if (tree.size() > before) {
      created += pid > 0 ? 1 : 0;
    }
    held += tree.size() - before;
    return process;
  }

  /** An exec was refused to a process, which may go on to another. */
  void refused(JvmRun jvm, int spawnId, int pid, RefusedExec exec) {
    if (isGone(jvm, spawnId, pid)) {
      failed.accept(exec);
      return;
    }
    var tree = tree(jvm, spawnId, pid);
    int before = tree.size();
    if (!tree.has(exec)) {
      tree.refusals().add(exec, failed);
    }
    held += tree.size() - before;
  }

  /** Nothing more will be told. */
  void settle() {
    trees.values().forEach(this::settle);
  }

  private void settle(ProcessTree tree) {
    tree.refusals().settle(!tree.failure().isEmpty(), failed);
  }

  /** A process has ended, which the forest may be too small to remember. */
  void ended(JvmRun jvm, int spawnId, int pid, boolean isStart) {
    if (spawnId != 0) {
      recentEnds.add(jvm.number(), spawnId, pid);
      if (isStart) {
        ended.computeIfAbsent(jvm, _ -> new IdSet()).add(spawnId);
      }
    }
  }

  /** Whether a start's tree has come and gone: what else is told of it is of no interest. */
  boolean isGone(JvmRun jvm, int spawnId) {
    var ids = ended.get(jvm);
    return ids != null && ids.contains(spawnId) && !has(jvm, spawnId);
  }

  /** Whether a process has come and gone with its tree. */
  boolean isGone(JvmRun jvm, int spawnId, int pid) {
    return recentEnds.contains(jvm.number(), spawnId, pid) && !has(jvm, spawnId);
  }

  private boolean has(JvmRun jvm, int spawnId) {
    return trees.containsKey(new Key(jvm, spawnId, 0));
  }

  /** Drops what is not worth keeping, but nothing that may still be told of. */
  private void thinOut() {
    var settled = new ArrayList<ProcessTree>();
    var open = new ArrayList<ProcessTree>();
    for (var tree : trees.values()) {
      if (tree.isOpen()) {
        open.add(tree);
      } else if (tree.touched() < sequence - GRACE_EVENTS) {
        settled.add(tree);
      }
    }
    settled.removeIf(
        tree -> {
          boolean unwanted = !find.isEmpty() && !tree.contains(find);
          if (unwanted) {
            drop(tree);
          }
          return unwanted;
        });
    keepFirst(longestLivedFirst(settled), most);
    open.sort(Comparator.comparingLong(ProcessTree::touched).reversed());
    givenUp += keepFirst(open, MOST_OPEN);
    held = trees.values().stream().mapToLong(ProcessTree::size).sum();
    holdUpTo = held + room();
  }

  /** Those with a process that has not ended come before all others. */
  private static List<ProcessTree> longestLivedFirst(List<ProcessTree> trees) {
    record Ranked(ProcessTree tree, long livedNanos) {}
    return trees.stream()
        .map(tree -> new Ranked(tree, tree.isOpen() ? Long.MAX_VALUE : tree.longestNanos()))
        .sorted(Comparator.comparingLong(Ranked::livedNanos).reversed())
        .map(Ranked::tree)
        .toList();
  }

  private long keepFirst(List<ProcessTree> sorted, int limit) {
    long kept = 0;
    long dropped = 0;
    for (var tree : sorted) {
      if (kept + tree.size() > limit && kept > 0) {
        drop(tree);
        dropped += tree.size();
      } else {
        kept += tree.size();
      }
    }
    return dropped;
  }

  private void drop(ProcessTree tree) {
    settle(tree);
    trees.remove(new Key(tree.jvm(), tree.spawnId(), tree.keyPid()));
  }

  /** All that have not ended, the oldest first. */
  List<Report.Running> running() {
    return trees.values().stream()
        .flatMap(
            tree ->
                tree.processes().stream()
                    .filter(ProcessNode::isOpen)
                    .map(process -> new Report.Running(tree, process)))
        .sorted(Comparator.comparingLong(running -> running.process().beginNanos()))
        .toList();
  }

  /** How many more may not have ended: there were too many to follow. */
  long givenUp() {
    return givenUp;
  }

  /** The trees to show, in the order of their begin. */
  Report.Trees shown() {
    var wanted = new ArrayList<>(trees.values());
    wanted.removeIf(tree -> tree.isEmpty() || (!find.isEmpty() && !tree.contains(find)));
    var ranked = longestLivedFirst(wanted);
    long kept = 0;
    int end = 0;
    while (end < ranked.size() && (end == 0 || kept + ranked.get(end).size() <= most)) {
      kept += ranked.get(end++).size();
    }
    var shown = new ArrayList<>(ranked.subList(0, end));
    shown.sort(Comparator.comparingLong(ProcessTree::beginNanos));
    long processes =
        shown.stream()
            .flatMap(tree -> tree.processes().stream())
            .filter(process -> process.pid() > 0)
            .count();
    return new Report.Trees(shown, processes, created);
  }
}
