package io.github.exectrace.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks laid over each other, from the thread's first method to the program that was started. When
 * there are too many different ones, what is new ends in a node of dots. Not safe for use by
 * several threads.
 */
public final class StackTree {
  private static final int MOST_NODES = 20_000;
  private static final String REST = "…";

  private final Node root = new Node("all");
  private int nodes;

  StackTree() {}

  /** A frame and how many starts came through it. */
  public static final class Node {
    private static final Comparator<Node> LARGEST_FIRST =
        Comparator.comparingLong(Node::count).reversed().thenComparing(Node::name);

    private final String name;
    private final Map<String, Node> callees = HashMap.newHashMap(1);
    private long count;

    Node(String name) {
      this.name = name;
    }

    /** The method, or the program at the end. */
    public String name() {
      return name;
    }

    /** The starts. */
    public long count() {
      return count;
    }

    /** What it called, most starts first. */
    public List<Node> callees() {
      return callees.values().stream().sorted(LARGEST_FIRST).toList();
    }
  }

  /** Adds one start; the outermost frame is first, the program last. */
  void add(List<String> frames) {
    var node = root;
    node.count++;
    for (var frame : frames) {
      var next = node.callees.get(frame);
      if (next == null) {
        if (nodes >= MOST_NODES) {
          node.callees.computeIfAbsent(REST, Node::new).count++;
          return;
        }
        next = new Node(frame);
        node.callees.put(frame, next);
        nodes++;
      }
      next.count++;
      node = next;
    }
  }

  /** The node of all starts. */
  public Node root() {
    return root;
  }
}
