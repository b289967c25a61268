package io.github.exectrace.jmc.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts execs, exits and starts together to processes, and processes to trees.
 *
 * <p>A pid can occur more than once in a recording, so a process is its pid, its spawn id and the
 * time between its fork and its exit.
 */
final class ProcessAssembler {
  // Of the clocks of two events, which are set apart from each other when an event is written.
  private static final long CLOCK_SLACK_NANOS = 1_000_000;

  private final Map<Integer, List<TracedProcess>> byPid = new HashMap<>();
  private final Map<Integer, List<TracedProcess>> bySpawn = new HashMap<>(); // in order of time
  private final Map<Integer, Spawn> spawns = new HashMap<>();
  private final List<TracedProcess> processes = new ArrayList<>();

  ProcessAssembler(Iterable<Spawn> starts) {
    for (var spawn : starts) {
      if (spawn.id != 0) {
        spawns.put(spawn.id, spawn);
      }
    }
  }

  /** All processes with their programs, without the links among them. */
  void addEvents(ProcessReader events) {
    events.ended().forEach(this::add);
    for (var record : events.adopted()) {
      adopt(record.process, record.time);
    }
    var execs = new ArrayList<>(events.execs());
    execs.sort(Comparator.comparingLong(record -> record.exec.time));
    for (var record : execs) {
      addExec(record);
    }
  }

  private void add(TracedProcess process) {
    processes.add(process);
    byPid.computeIfAbsent(process.pid, pid -> new ArrayList<>(1)).add(process);
  }

  private void adopt(TracedProcess process, long time) {
    var ended = find(process.pid, process.spawnId, process.depth, process.forkTime, time);
    if (ended == null) {
      add(process);
    } else {
      ended.adopted = true;
      ended.adoptedItem = process.adoptedItem;
      ended.parentPid = process.parentPid;
      ended.executable = process.executable;
    }
  }

  private void addExec(ProcessReader.ExecRecord record) {
    var exec = record.exec;
    var process = find(record.pid, record.spawnId, record.depth, record.forkTime, exec.time);
    if (process == null) {
      process = new TracedProcess(record.pid, record.spawnId, record.depth, exec.time);
      process.forkTime = record.forkTime;
      add(process);
    }
    if (process.execs.isEmpty()) {
      process.execs = new ArrayList<>(2);
      process.parentPid = record.parentPid;
    }
    process.execs.add(exec);
    exec.process = process;
    if (exec.succeeded && !exec.launcher) {
      process.executable = exec.executable;
      process.commandLine = exec.commandLine;
    }
  }

  /**
   * The process of a pid that descends from a start, and was forked, or else lived, at some time. A
   * start makes one process: so this JVM's own child is the same one whatever its events say of the
   * time.
   */
  private TracedProcess find(int pid, int spawnId, int depth, long forkTime, long time) {
    var found = (TracedProcess) null;
    for (var process : byPid.getOrDefault(pid, List.of())) {
      if (process.spawnId != spawnId) {
        continue;
      }
      if (forkTime != 0 && process.forkTime != 0) {
        if (forkTime == process.forkTime) {
          return process;
        }
      } else if (spawnId != 0 && depth == 1 && process.depth == 1) {
        return process;
      } else if (lives(process, time) && (found == null || process.start > found.start)) {
        found = process;
      }
    }
    return found;
  }

  private static boolean lives(TracedProcess process, long time) {
    return process.start - CLOCK_SLACK_NANOS <= time && time <= lastMoment(process);
  }

  private static long lastMoment(TracedProcess process) {
    return process.end == Long.MAX_VALUE ? Long.MAX_VALUE : process.end + CLOCK_SLACK_NANOS;
  }

  /** Gives each start its process, and each process its start, parent and children. */
  List<TracedProcess> link(Iterable<Spawn> starts) {
    for (var process : processes) {
      process.origin = spawns.get(process.spawnId);
      if (process.depth == 1 && process.origin != null) {
        claim(process.origin, process);
      }
    }
    for (var spawn : starts) {
      if (spawn.process == null) {
        spawn.process = withoutEvents(spawn);
        processes.add(spawn.process);
      } else if (!spawn.succeeded) {
        spawn.process = neverRan(spawn);
        processes.add(spawn.process);
      }
    }
    processes.removeIf(ProcessAssembler::isReplaced);
    processes.sort(Comparator.comparingLong(TracedProcess::start));
    linkParents();
    return processes;
  }

  private static void claim(Spawn spawn, TracedProcess process) {
    if (spawn.process == null || process.pid == spawn.pid) {
      spawn.process = process;
    }
  }

  private static TracedProcess withoutEvents(Spawn spawn) {
    var process = new TracedProcess(spawn.pid, spawn.id, 1, spawn.time);
    process.origin = spawn;
    process.commandLine = spawn.commandLine;
    process.executable = spawn.executable;
    endOfFailure(spawn, process);
    var exec = Exec.of(spawn);
    exec.process = process;
    process.execs = List.of(exec);
    return process;
  }

  /** The child of a failed start: what the user asked for never ran in it. */
  private static boolean isReplaced(TracedProcess process) {
    return process.depth == 1
        && process.origin != null
        && !process.origin.succeeded
        && process.origin.process != process;
  }

  /** In place of the child that tried to run the program and failed. */
  private static TracedProcess neverRan(Spawn spawn) {
    var child = spawn.process;
    var process = withoutEvents(spawn);
    var execs = new ArrayList<Exec>(child.execs.size() + 1);
    for (var exec : child.execs) {
      exec.process = process;
      exec.pathSearch = !exec.succeeded;
      execs.add(exec);
    }
    execs.addAll(process.execs);
    process.execs = execs;
    return process;
  }

  private static void endOfFailure(Spawn spawn, TracedProcess process) {
    if (!spawn.succeeded) {
      process.ending = TracedProcess.End.NOT_STARTED;
      process.end = spawn.time + Math.max(0, spawn.callerWaitNanos);
    }
  }

  private void linkParents() {
    for (var process : processes) {
      if (process.spawnId != 0) {
        bySpawn.computeIfAbsent(process.spawnId, id -> new ArrayList<>(2)).add(process);
      }
    }
    for (var process : processes) {
      var parent = process.depth == 1 ? null : parentOf(process);
      if (parent != null) {
        process.parent = parent;
        if (parent.children.isEmpty()) {
          parent.children = new ArrayList<>(2);
        }
        parent.children.add(process);
        process.orphaned = hasEnded(parent) && parent.end < process.end;
      }
    }
  }

  private static boolean hasEnded(TracedProcess process) {
    return process.ending == TracedProcess.End.EXITED || process.ending == TracedProcess.End.KILLED;
  }

  private TracedProcess parentOf(TracedProcess process) {
    if (process.parentPid > 0) {
      var parent = find(process.parentPid, process.spawnId, process.depth - 1, 0, process.start);
      if (parent != null && parent != process && parent.start <= process.start) {
        return parent;
      }
    }
    // It did not exec, or its parent had gone before it did: the start and the depth are known.
    var youngest = (TracedProcess) null;
    for (var other : bySpawn.getOrDefault(process.spawnId, List.of())) {
      if (other.start > process.start) {
        break;
      }
      if (other.depth == process.depth - 1 && process.start <= lastMoment(other)) {
        youngest = other;
      }
    }
    return youngest == null && process.origin != null ? process.origin.process : youngest;
  }
}
