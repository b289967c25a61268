package io.github.exectrace.jmc.model;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.events.ledger.Ledger;
import io.github.exectrace.events.tree.Assembler;
import io.github.exectrace.events.tree.Keeper;
import io.github.exectrace.events.tree.ProcessNode;
import io.github.exectrace.events.tree.ProcessTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;

/** From JMC's items to a {@link ProcessModel}; used once. */
final class ModelBuilder {
  ProcessModel.Source source = ProcessModel.Source.NONE;
  List<Spawn> spawns = new ArrayList<>();
  List<TracedProcess> processes = new ArrayList<>();
  List<Exec> execs = new ArrayList<>();
  final Ledger ledger = new Ledger();
  boolean exitsRecorded;
  long start = Long.MAX_VALUE;
  long end;

  private final Assembler<ItemView, ProcessTree<ItemView>> assembler = new Assembler<>(new All());
  private final List<ItemView> jdkStarts = new ArrayList<>();
  final JvmIdentities jvms = new JvmIdentities();

  /** JMC holds all events itself. */
  private static final class All implements Keeper<ItemView, ProcessTree<ItemView>> {
    @Override
    public ProcessTree<ItemView> newTree(int spawnId) {
      return new ProcessTree<>(spawnId);
    }

    @Override
    public boolean keepsEvents() {
      return true;
    }
  }

  ModelBuilder read(IItemCollection items) {
    for (var events : items) {
      read(events);
    }
    exitsRecorded |=
        RulesToolkit.getEventAvailability(items, EventNames.PROCESS_EXIT)
            == EventAvailability.ENABLED;
    return this;
  }

  private void read(IItemIterable events) {
    switch (EventTypes.nameOf(events.getType())) {
      case EventNames.PROCESS_SPAWN:
      case EventNames.NATIVE_SPAWN:
      case EventNames.PROCESS_EXEC:
      case EventNames.PROCESS_EXIT:
      case EventNames.PROCESS_ADOPTED:
        assemble(events);
        break;
      case EventNames.TRACER_STATISTICS:
        count(events);
        jvms.readStatistics(events);
        break;
      case JdkEvents.JVM_INFORMATION:
        jvms.readInformation(events);
        return;
      case JdkEvents.PROCESS_START:
        var fields = new ItemView.Fields(events.getType());
        events.forEach(item -> jdkStarts.add(new ItemView(fields, item)));
        return;
      default:
        return;
    }
    if (events.hasItems()) {
      source = ProcessModel.Source.EXECTRACE;
    }
  }

  private void assemble(IItemIterable events) {
    var fields = new ItemView.Fields(events.getType());
    for (var item : events) {
      var event = new ItemView(fields, item);
      noteTime(event);
      assembler.add(event);
      exitsRecorded |= event.name().equals(EventNames.PROCESS_EXIT);
    }
  }

  private void count(IItemIterable statistics) {
    var fields = new ItemView.Fields(statistics.getType());
    for (var item : statistics) {
      var event = new ItemView(fields, item);
      noteTime(event);
      ledger.add(event);
    }
  }

  private void noteTime(ItemView event) {
    start = Math.min(start, event.startNanos());
    end = Math.max(end, event.endNanos());
  }

  ProcessModel build() {
    if (source == ProcessModel.Source.NONE && !jdkStarts.isEmpty()) {
      source = ProcessModel.Source.JDK_PROCESS_START;
      jdkStarts.forEach(assembler::add);
      jdkStarts.forEach(this::noteTime);
    }
    if (start == Long.MAX_VALUE) {
      start = end;
    }
    if (jvms.count() > 1) {
      return new ProcessModel(this);
    }
    assembler.settle();
    fill();
    return new ProcessModel(this);
  }

  private void fill() {
    var starts = new SpawnReader();
    var made = new HashMap<ProcessNode<ItemView>, TracedProcess>();
    for (var tree : assembler.trees()) {
      var spawn = starts.read(tree).orElse(null);
      for (var node : tree.processes()) {
        var process = new TracedProcess(node, spawn);
        made.put(node, process);
        processes.add(process);
      }
      if (spawn != null) {
        spawn.process = made.get(tree.child());
        spawns.add(spawn);
      }
    }
    spawns.sort(Comparator.comparingLong(Spawn::time));
    processes.sort(Comparator.comparingLong(TracedProcess::start));
    processes.forEach(this::finish);
    link(made);
    for (var process : processes) {
      process.execs = List.copyOf(process.execs);
      process.children = List.copyOf(process.children);
      execs.addAll(process.execs);
    }
    execs.sort(Comparator.comparingLong(Exec::time));
  }

  private void finish(TracedProcess process) {
    if (process.end == Long.MAX_VALUE) {
      process.ending =
          exitsRecorded && process.open ? TracedProcess.End.RUNNING : TracedProcess.End.UNKNOWN;
      process.end = Math.max(end, process.start);
    }
  }

  private void link(Map<ProcessNode<ItemView>, TracedProcess> made) {
    var nodes = assembler.processes();
    nodes.sort(Comparator.comparingLong(ProcessNode::beginNanos));
    for (var node : nodes) {
      if (node.parent() != null) {
        made.get(node).hangBelow(made.get(node.parent()));
      }
    }
    for (var process : processes) {
      if (process.parent == null) {
        ProcessModel.treeOf(process).forEach(TracedProcess::describe);
      }
    }
  }
}
