package io.github.exectrace.jmc;

import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process and what it made, as the report or the page has it.
 *
 * @param command empty if it only was a copy of its parent, or if its program is not known
 * @param end in words; {@code running} or {@code unknown} if it has none
 */
record Family(int spawnId, int pid, String command, String end, List<Family> children) {
  private static final int LONGEST_COMMAND = 1_000;

  /** Those that no other process made, as a report has them. */
  static List<Family> of(Report report) {
    return report.trees().trees().stream()
        .flatMap(tree -> tree.processes().stream())
        .filter(process -> process.parent() == null)
        .map(Family::of)
        .toList();
  }

  private static Family of(ProcessNode<?> process) {
    return new Family(
        process.tree().spawnId(),
        Math.max(0, process.pid()),
        cut(process.command()),
        end(process),
        process.children().stream().map(Family::of).toList());
  }

  private static String end(ProcessNode<?> process) {
    if (process.isNotStarted()) {
      return "not started";
    }
    var end = process.end();
    if (end == null) {
      return process.isOpen() ? "running" : "unknown";
    }
    return end.signal() == 0 ? "exit " + end.exitCode() : "signal " + end.signal();
  }

  /** Those that no other process made, as a page has them. */
  static List<Family> of(ProcessModel model) {
    return model.roots().stream().map(Family::of).toList();
  }

  private static Family of(TracedProcess process) {
    boolean hasCommand =
        !process.isCopy() && !process.commandLine().equals(Messages.get("model.process.unknown"));
    return new Family(
        process.spawnId(),
        Math.max(0, process.pid()),
        hasCommand ? cut(process.commandLine()) : "",
        end(process),
        process.children().stream().map(Family::of).toList());
  }

  private static String end(TracedProcess process) {
    return switch (process.ending()) {
      case NOT_STARTED -> "not started";
      case EXITED -> "exit " + process.exitCode();
      case KILLED -> "signal " + process.signal();
      case RUNNING -> "running";
      case UNKNOWN -> "unknown";
    };
  }

  private static String cut(String command) {
    return command.length() <= LONGEST_COMMAND ? command : command.substring(0, LONGEST_COMMAND);
  }

  /** Itself and all that descends from it. */
  Stream<Family> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Family::all));
  }

  /** In whatever order siblings come. */
  @Override
  public String toString() {
    return "%d/%d %s: %s".formatted(spawnId, pid, command, end)
        + children.stream()
            .map(child -> "\n" + child.toString().indent(2).stripTrailing())
            .sorted()
            .collect(Collectors.joining());
  }

  /** As texts, to be compared in any order. */
  static List<String> texts(List<Family> families) {
    var texts = new ArrayList<String>();
    families.forEach(each -> texts.add(each.toString()));
    return texts;
  }
}
