package io.github.exectrace.jmc.model;

import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmc.common.IMCThread;

/**
 * The processes that descend from one Java thread, laid out for a timeline: in no row do two
 * overlap, and each process stands in a row below the one that started it. Immutable; safe for any
 * thread.
 */
public final class Lane {
  private final String name;
  private final IMCThread thread;
  private final List<List<TracedProcess>> rows;

  private Lane(String name, IMCThread thread, List<List<TracedProcess>> rows) {
    this.name = name;
    this.thread = thread;
    this.rows = Collections.unmodifiableList(rows);
  }

  /** The thread's name; for processes of no known thread a text that says so. */
  public String name() {
    return name;
  }

  /** The thread, if it is known. */
  public Optional<IMCThread> thread() {
    return Optional.ofNullable(thread);
  }

  /** The rows from top to bottom; in each the processes in the order of time, none overlapping. */
  public List<List<TracedProcess>> rows() {
    return rows;
  }

  /**
   * A lane for each Java thread, in the order of their first process.
   *
   * @param processes in the order of time, as {@link ProcessModel#processes} has them, or some
   */
  public static List<Lane> of(Collection<TracedProcess> processes) {
    var groups = new LinkedHashMap<String, Layout>();
    for (var process : processes) {
      groups.computeIfAbsent(key(process), key -> new Layout(process)).add(process);
    }
    var lanes = new ArrayList<Lane>(groups.size());
    groups.values().forEach(layout -> lanes.add(layout.lane()));
    return Collections.unmodifiableList(lanes);
  }

  private static String key(TracedProcess process) {
    var origin = process.origin;
    return origin == null ? "" : origin.threadId + " " + origin.threadName;
  }

  /** Gives each process the topmost row that is free for all of its life. */
  private static final class Layout {
    private final TracedProcess first;
    private final List<List<TracedProcess>> rows = new ArrayList<>();
    private final Map<TracedProcess, Integer> rowOf = new HashMap<>();

    private Layout(TracedProcess first) {
      this.first = first;
    }

    private void add(TracedProcess process) {
      int above = process.parent == null ? -1 : rowOf.getOrDefault(process.parent, -1);
      int row = above + 1;
      while (row < rows.size() && !isFree(rows.get(row), process.start)) {
        row++;
      }
      while (row >= rows.size()) {
        rows.add(new ArrayList<>());
      }
      rows.get(row).add(process);
      rowOf.put(process, row);
    }

    private static boolean isFree(List<TracedProcess> row, long from) {
      return row.isEmpty() || row.get(row.size() - 1).end <= from;
    }

    private Lane lane() {
      var origin = first.origin;
      return new Lane(
          origin == null ? Messages.get("model.lane.noThread") : origin.threadName,
          origin == null ? null : origin.thread,
          rows);
    }
  }
}
