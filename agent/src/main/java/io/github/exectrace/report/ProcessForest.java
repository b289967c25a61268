package io.github.exectrace.report;

import io.github.exectrace.events.tree.Assembler;
import io.github.exectrace.events.tree.Keeper;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.events.tree.ProcessRef;
import io.github.exectrace.events.tree.RefusedExec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The trees of all starts, of which a limited number of processes is kept: those that have not
 * ended and the longest-lived. Not safe for use by several threads.
 */
final class ProcessForest {
  /** Events of one process can be this far apart in a file. */
  private static final long GRACE_EVENTS = 2_000;

  /** As many processes as Linux has at a time, by default. */
  private static final int MOST_OPEN = 32_768;

  /** Of a start with very many descendants, the short-lived that ended are left out. */
  private static final int MOST_IN_TREE = 1_000;

  private static final int LONGEST_COMMAND = 1_000;
  private static final String CUT = "…";

  private final int most;
  private final String find;
  private final BiConsumer<StartTree, RefusedExec<EventFields>> failed;
  private final Map<JvmRun, Assembler<EventFields, StartTree>> assemblers = new LinkedHashMap<>();
  private final RecentEnds recentEnds = new RecentEnds();
  private long sequence;
  private long held;
  private long holdUpTo;
  private long givenUp;

  /**
   * A forest.
   *
   * @param most how many processes to keep
   * @param find keep only trees with a process whose command line has this text, or whose pid it
   *     is; empty for all
   * @param failed takes the execs that failed and that no later exec replaced
   */
  ProcessForest(int most, String find, BiConsumer<StartTree, RefusedExec<EventFields>> failed) {
    this.most = most;
    this.find = find;
    this.failed = failed;
    this.holdUpTo = room();
  }

  private long room() {
    return most + GRACE_EVENTS;
  }

  /** What takes the events of a JVM. */
  Assembler<EventFields, StartTree> of(JvmRun jvm) {
    return assemblers.computeIfAbsent(jvm, run -> new Assembler<>(new Kept(run)));
  }

  /** What is kept of one JVM's processes. */
  private final class Kept implements Keeper<EventFields, StartTree> {
    private final JvmRun jvm;
    private final IdSet endedStarts = new IdSet();

    private Kept(JvmRun jvm) {
      this.jvm = jvm;
    }

    @Override
    public StartTree newTree(int spawnId) {
      return new StartTree(jvm, spawnId);
    }

    /** The JDK's reader uses an event again for the next one. */
    @Override
    public boolean keepsEvents() {
      return false;
    }

    @Override
    public String kept(String commandLine) {
      return commandLine.length() <= LONGEST_COMMAND
          ? commandLine
          : commandLine.substring(0, LONGEST_COMMAND) + CUT;
    }

    @Override
    public int mostInTree() {
      return MOST_IN_TREE;
    }

    @Override
    public boolean isGone(ProcessRef process, boolean hasTree) {
      if (process.id().isKnown() || !hasTree) {
        return recentEnds.contains(jvm.number(), process)
            || (!hasTree && process.isChild() && endedStarts.contains(process.spawnId()));
      }
      return false; // of an older version: the pid has come again
    }

    @Override
    public void ended(ProcessRef process) {
      if (process.id().isKnown() || process.spawnId() != 0) {
        recentEnds.add(jvm.number(), process);
      }
      if (process.isChild()) {
        endedStarts.add(process.spawnId());
      }
    }

    @Override
    public void added(StartTree tree, boolean hasGrown) {
      tree.touch(++sequence);
      held += hasGrown ? 1 : 0;
      if (held > holdUpTo) {
        thinOut();
      }
    }

    @Override
    public void failed(StartTree tree, RefusedExec<EventFields> exec) {
      failed.accept(tree, exec);
    }
  }

  /** No more events will come. */
  void settle() {
    assemblers.values().forEach(Assembler::settle);
  }

  private Stream<StartTree> trees() {
    return assemblers.values().stream().flatMap(assembler -> assembler.trees().stream());
  }

  /** Drops what is not worth keeping, but nothing that may still have events. */
  private void thinOut() {
    var settled = new ArrayList<StartTree>();
    var open = new ArrayList<StartTree>();
    trees()
        .forEach(
            tree -> {
              if (tree.isOpen()) {
                open.add(tree);
              } else if (tree.touched() < sequence - GRACE_EVENTS) {
                settled.add(tree);
              }
            });
    settled.removeIf(
        tree -> {
          boolean unwanted = !find.isEmpty() && !tree.contains(find);
          if (unwanted) {
            drop(tree);
          }
          return unwanted;
        });
    keepFirst(longestLivedFirst(settled), most);
    open.sort(Comparator.comparingLong(StartTree::touched).reversed());
    givenUp += keepFirst(open, MOST_OPEN);
    held = trees().mapToLong(StartTree::size).sum();
    holdUpTo = held + room();
  }

  /** Those with a process that has not ended come before all others. */
  private static List<StartTree> longestLivedFirst(List<StartTree> trees) {
    record Ranked(StartTree tree, long livedNanos) {}
    return trees.stream()
        .map(tree -> new Ranked(tree, tree.isOpen() ? Long.MAX_VALUE : tree.longestNanos()))
        .sorted(Comparator.comparingLong(Ranked::livedNanos).reversed())
        .map(Ranked::tree)
        .toList();
  }

  private long keepFirst(List<StartTree> sorted, int limit) {
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

  private void drop(StartTree tree) {
    of(tree.jvm()).drop(tree);
  }

  /** All that have not ended, the oldest first. */
  List<Report.Running> running() {
    return trees()
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
    var wanted = trees().filter(tree -> find.isEmpty() || tree.contains(find)).toList();
    var ranked = longestLivedFirst(wanted);
    long kept = 0;
    int end = 0;
    while (end < ranked.size() && (end == 0 || kept + ranked.get(end).size() <= most)) {
      kept += ranked.get(end++).size();
    }
    var shown = new ArrayList<>(ranked.subList(0, end));
    shown.sort(Comparator.comparingLong(StartTree::beginNanos));
    long processes =
        shown.stream()
            .flatMap(tree -> tree.processes().stream())
            .filter(process -> process.pid() > 0)
            .count();
    long made = assemblers.values().stream().mapToLong(Assembler::made).sum();
    return new Report.Trees(shown, processes, made);
  }
}
