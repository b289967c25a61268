package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.List;
import java.util.stream.Collectors;

/** What the page shows of a recording. Immutable; made off the UI thread. */
final class PageData {
  final List<Spawn> spawns;
  final List<TracedProcess> processes;
  final List<Exec> execs;
  final List<Failure> failures;
  final List<Lane> lanes;

  private PageData(
      List<Spawn> spawns, List<TracedProcess> processes, List<Exec> execs, List<Failure> failures) {
    this.spawns = spawns;
    this.processes = processes;
    this.execs = execs;
    this.failures = failures;
    lanes = Lane.of(processes);
  }

  static PageData of(ProcessModel model, Narrowing narrowing) {
    if (narrowing.isNone()) {
      return new PageData(model.spawns(), model.processes(), model.execs(), model.failures());
    }
    return new PageData(
        model.spawns().stream().filter(narrowing::keeps).collect(Collectors.toList()),
        model.processes().stream().filter(narrowing::keeps).collect(Collectors.toList()),
        model.execs().stream().filter(narrowing::keeps).collect(Collectors.toList()),
        model.failures().stream().filter(narrowing::keeps).collect(Collectors.toList()));
  }
}
