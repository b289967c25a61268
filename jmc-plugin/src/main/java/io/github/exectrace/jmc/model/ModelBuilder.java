package io.github.exectrace.jmc.model;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;

/** From JMC's items to a {@link ProcessModel}; used once. */
final class ModelBuilder {
  ProcessModel.Source source = ProcessModel.Source.NONE;
  List<Spawn> spawns = List.of();
  List<TracedProcess> processes = List.of();
  List<Exec> execs = List.of();
  Ledger ledger;
  boolean exitsRecorded;
  long start = Long.MAX_VALUE;
  long end;

  private final SpawnReader spawnReader = new SpawnReader();
  private final SpawnReader jdkReader = new SpawnReader();
  private final ProcessReader processReader = new ProcessReader();
  final JvmIdentities jvms = new JvmIdentities();
  private final Ledger.Reader ledgerReader = new Ledger.Reader();

  ModelBuilder read(IItemCollection items) {
    for (var events : items) {
      read(events);
    }
    exitsRecorded =
        !processReader.ended().isEmpty()
            || RulesToolkit.getEventAvailability(items, EventNames.PROCESS_EXIT)
                == EventAvailability.ENABLED;
    return this;
  }

  private void read(IItemIterable events) {
    switch (events.getType().getIdentifier()) {
      case EventNames.PROCESS_SPAWN:
        spawnReader.readProcessSpawns(events);
        break;
      case EventNames.NATIVE_SPAWN:
        spawnReader.readNativeSpawns(events);
        break;
      case EventNames.PROCESS_EXEC:
        processReader.readExecs(events);
        break;
      case EventNames.PROCESS_EXIT:
        processReader.readExits(events);
        break;
      case EventNames.PROCESS_ADOPTED:
        processReader.readAdopted(events);
        break;
      case EventNames.TRACER_STATISTICS:
        ledgerReader.read(events);
        jvms.readStatistics(events);
        break;
      case JdkEvents.JVM_INFORMATION:
        jvms.readInformation(events);
        return;
      case JdkEvents.PROCESS_START:
        jdkReader.readJdkStarts(events);
        return;
      default:
        return;
    }
    if (events.hasItems()) {
      source = ProcessModel.Source.EXECTRACE;
      noteTimes(events);
    }
  }

  private void noteTimes(IItemIterable events) {
    var startTime = Field.of(events.getType(), "startTime");
    var duration = Field.of(events.getType(), "duration");
    for (var item : events) {
      long begin = startTime.number(item, 0);
      start = Math.min(start, begin);
      end = Math.max(end, begin + duration.number(item, 0));
    }
  }

  ProcessModel build() {
    ledger = ledgerReader.ledger();
    var found = spawnReader.found();
    if (source == ProcessModel.Source.NONE && !jdkReader.found().isEmpty()) {
      source = ProcessModel.Source.JDK_PROCESS_START;
      found = jdkReader.found();
      for (var spawn : found) {
        start = Math.min(start, spawn.time);
        end = Math.max(end, spawn.time);
      }
    }
    if (start == Long.MAX_VALUE) {
      start = end;
    }
    if (jvms.count() > 1) {
      return new ProcessModel(this);
    }
    spawns = spawns(found);
    assemble();
    return new ProcessModel(this);
  }

  /** Those that have an event, and those that are only known from what descends from them. */
  private List<Spawn> spawns(List<SpawnReader.Values> found) {
    var origins = processReader.origins();
    var known = new HashSet<Integer>();
    for (var spawn : found) {
      known.add(spawn.id);
      var origin = origins.get(spawn.id);
      if (origin != null && origin.site.isKnown()) {
        spawn.site = origin.site;
      }
    }
    processReader.adopted().forEach(record -> known.add(record.process.spawnId));
    var all = new ArrayList<Spawn>(found.size());
    var byId = new ArrayList<SpawnReader.Values>(found);
    origins.values().stream().filter(origin -> !known.contains(origin.id)).forEach(byId::add);
    describeByFirstExec(byId);
    byId.forEach(spawn -> all.add(spawn.build()));
    all.sort(Comparator.comparingLong(Spawn::time));
    return all;
  }

  /** Starts whose event does not say what was started. */
  private void describeByFirstExec(List<SpawnReader.Values> found) {
    var nameless = new HashMap<Integer, SpawnReader.Values>();
    for (var spawn : found) {
      if (spawn.commandLine.isEmpty() && spawn.id != 0) {
        nameless.put(spawn.id, spawn);
      }
    }
    if (nameless.isEmpty()) {
      return;
    }
    for (var record : processReader.execs()) {
      var spawn = nameless.get(record.spawnId);
      if (spawn != null && record.depth == 1 && !record.exec.launcher && record.exec.succeeded) {
        SpawnReader.setProgram(spawn, record.exec.executable, record.exec.commandLine);
        spawn.pid = record.pid;
      }
    }
    for (var process : processReader.ended()) {
      var spawn = nameless.get(process.spawnId);
      if (spawn != null && process.depth == 1 && spawn.commandLine.isEmpty()) {
        SpawnReader.setProgram(spawn, process.executable, process.commandLine);
        spawn.pid = process.pid;
      }
    }
  }

  private void assemble() {
    var assembler = new ProcessAssembler(spawns);
    assembler.addEvents(processReader);
    processes = assembler.link(spawns);
    execs = new ArrayList<>();
    for (var process : processes) {
      finish(process);
      execs.addAll(process.execs);
    }
    execs.sort(Comparator.comparingLong(Exec::time));
  }

  private void finish(TracedProcess process) {
    if (process.end == Long.MAX_VALUE) {
      boolean seen = process.execs.stream().anyMatch(Exec::isSeenByKernel);
      process.ending =
          exitsRecorded && (seen || process.adopted)
              ? TracedProcess.End.RUNNING
              : TracedProcess.End.UNKNOWN;
      process.end = Math.max(end, process.start);
    }
    if (process.commandLine.isEmpty() && process.parent != null && !process.adopted) {
      process.copy = true;
      process.commandLine = process.parent.commandLine;
      process.executable = process.parent.executable;
    }
    if (process.commandLine.isEmpty()) {
      process.commandLine = Messages.get("model.process.unknown");
      process.executable = process.commandLine;
    }
    markPathSearch(process.execs);
    process.execs = List.copyOf(process.execs);
    process.children = List.copyOf(process.children);
  }

  private static void markPathSearch(List<Exec> execs) {
    for (int i = 0; i + 1 < execs.size(); i++) {
      var exec = execs.get(i);
      if (!exec.succeeded && exec.commandLine.equals(execs.get(i + 1).commandLine)) {
        exec.pathSearch = true;
      }
    }
  }
}
