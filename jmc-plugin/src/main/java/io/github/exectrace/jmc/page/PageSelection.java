package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmc.common.item.IItemCollection;

/** What the user selected on the page. Immutable; safe for any thread. */
final class PageSelection {
  /** Nothing. */
  static final PageSelection NONE = ofProcesses(List.of());

  private final Set<TracedProcess> processes;
  private final Supplier<Stream<String>> commandLines;
  private final Supplier<IItemCollection> events;

  private PageSelection(
      Set<TracedProcess> processes,
      Supplier<Stream<String>> commandLines,
      Supplier<IItemCollection> events) {
    this.processes = processes;
    this.commandLines = commandLines;
    this.events = events;
  }

  static PageSelection ofProcesses(Collection<TracedProcess> selected) {
    var processes = new LinkedHashSet<>(selected);
    return new PageSelection(
        processes,
        () -> processes.stream().map(TracedProcess::commandLine),
        () -> ProcessModel.selectionOf(processes));
  }

  static PageSelection ofExecs(List<Exec> selected) {
    return new PageSelection(
        selected.stream().map(Exec::process).collect(Collectors.toCollection(LinkedHashSet::new)),
        () -> selected.stream().map(Exec::commandLine),
        () -> ProcessModel.selectionOfExecs(selected));
  }

  boolean isEmpty() {
    return processes.isEmpty();
  }

  /** For the timeline to frame. */
  Set<TracedProcess> processes() {
    return processes;
  }

  /** One a line. */
  String commandLines() {
    return commandLines.get().collect(Collectors.joining("\n"));
  }

  /** For JMC's other views. Takes a while if much is selected. */
  IItemCollection events() {
    return events.get();
  }
}
