package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;

/** Reads the events that tell of execs, exits and adopted processes. */
final class ProcessReader {
  /** An exec and the process that it happened in. */
  static final class ExecRecord {
    final Exec exec;
    final int pid;
    final int spawnId;
    final int depth;
    final int parentPid;
    final long forkTime;

    private ExecRecord(Exec exec, int pid, int spawnId, int depth, int parentPid, long forkTime) {
      this.exec = exec;
      this.pid = pid;
      this.spawnId = spawnId;
      this.depth = depth;
      this.parentPid = parentPid;
      this.forkTime = forkTime;
    }
  }

  /** A process that was there before tracing began, and when that was noticed. */
  static final class AdoptedRecord {
    final TracedProcess process;
    final long time;

    private AdoptedRecord(TracedProcess process, long time) {
      this.process = process;
      this.time = time;
    }
  }

  private final List<ExecRecord> execs = new ArrayList<>();
  private final List<TracedProcess> ended = new ArrayList<>();
  private final List<AdoptedRecord> adopted = new ArrayList<>();
  private final Map<Integer, SpawnReader.Values> origins = new HashMap<>();

  List<ExecRecord> execs() {
    return execs;
  }

  /** A process for each exit. */
  List<TracedProcess> ended() {
    return ended;
  }

  /** A process for each adoption, without its end. */
  List<AdoptedRecord> adopted() {
    return adopted;
  }

  /** By spawn id, what the execs and exits say of the start that they descend from. */
  Map<Integer, SpawnReader.Values> origins() {
    return origins;
  }

  void readExecs(IItemIterable events) {
    var type = events.getType();
    var origin = new OriginFields(events);
    var start = Field.of(type, "startTime");
    var pid = Field.of(type, "pid");
    var hostPid = Field.of(type, "hostPid");
    var depth = Field.of(type, "depth");
    var parentPid = Field.of(type, "parentPid");
    var forkTime = Field.of(type, FieldNames.FORK_TIME);
    var executable = Field.of(type, "executable");
    var commandLine = Field.of(type, "commandLine");
    var errno = Field.of(type, "errno");
    var succeeded = Field.of(type, "succeeded");
    var launcher = Field.of(type, "launcher");
    var truncated = Field.of(type, "truncated");
    for (var item : events) {
      var file = orEmpty(executable.text(item));
      var arguments = commandLine.text(item);
      long time = start.number(item, 0);
      var exec =
          new Exec(
              item,
              time,
              file,
              arguments == null ? file : arguments,
              errno.integer(item, 0),
              succeeded.flag(item, true),
              launcher.flag(item, false),
              truncated.flag(item, false));
      int seenPid = pid.integer(item, 0);
      // A process that the JVM cannot see still has a number of its own on the host.
      int number = seenPid == 0 ? -hostPid.integer(item, 0) : seenPid;
      int spawnId = origin.note(item, time);
      execs.add(
          new ExecRecord(
              exec,
              number,
              spawnId,
              depth.integer(item, 0),
              parentPid.integer(item, 0),
              forkTime.number(item, 0)));
    }
  }

  void readExits(IItemIterable events) {
    var type = events.getType();
    var origin = new OriginFields(events);
    var start = Field.of(type, "startTime");
    var duration = Field.of(type, "duration");
    var pid = Field.of(type, "pid");
    var depth = Field.of(type, "depth");
    var commandLine = Field.of(type, "commandLine");
    var exitCode = Field.of(type, "exitCode");
    var signal = Field.of(type, "signal");
    var lifetime = Field.of(type, "lifetime");
    var userTime = Field.of(type, "userTime");
    var systemTime = Field.of(type, "systemTime");
    var memory = Field.of(type, "maxResidentSetSize");
    var forkTime = Field.of(type, FieldNames.FORK_TIME);
    for (var item : events) {
      int number = pid.integer(item, 0);
      if (number == 0) {
        continue; // not to be told from any other that the JVM cannot see
      }
      long begin = start.number(item, 0);
      long end = begin + duration.number(item, 0);
      long lived = lifetime.number(item, end - begin);
      int spawnId = origin.note(item, end - lived);
      var process = new TracedProcess(number, spawnId, depth.integer(item, 0), end - lived);
      process.forkTime = forkTime.number(item, 0);
      process.exitItem = item;
      process.end = end;
      process.signal = signal.integer(item, 0);
      process.exitCode = exitCode.integer(item, -1);
      process.ending = process.signal == 0 ? TracedProcess.End.EXITED : TracedProcess.End.KILLED;
      process.lifetime = lived;
      process.userTime = userTime.number(item, TracedProcess.UNKNOWN);
      process.systemTime = systemTime.number(item, TracedProcess.UNKNOWN);
      process.maxResidentSetSize = memory.number(item, TracedProcess.UNKNOWN);
      process.commandLine = orEmpty(commandLine.text(item));
      process.executable = Programs.firstWord(process.commandLine);
      ended.add(process);
    }
  }

  void readAdopted(IItemIterable events) {
    var type = events.getType();
    var start = Field.of(type, "startTime");
    var processStart = Field.of(type, "processStart");
    var spawnId = Field.of(type, "spawnId");
    var pid = Field.of(type, "pid");
    var depth = Field.of(type, "depth");
    var parentPid = Field.of(type, "parentPid");
    var forkTime = Field.of(type, FieldNames.FORK_TIME);
    var executable = Field.of(type, "executable");
    var commandLine = Field.of(type, "commandLine");
    for (var item : events) {
      long time = start.number(item, 0);
      var process =
          new TracedProcess(
              pid.integer(item, 0),
              spawnId.integer(item, 0),
              depth.integer(item, 0),
              processStart.number(item, time));
      process.adopted = true;
      process.forkTime = forkTime.number(item, 0);
      process.adoptedItem = item;
      process.parentPid = parentPid.integer(item, 0);
      process.executable = orEmpty(executable.text(item));
      process.commandLine = orEmpty(commandLine.text(item));
      adopted.add(new AdoptedRecord(process, time));
    }
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  /** The fields that name the start. */
  private final class OriginFields {
    private final Field spawnId;
    private final Field thread;
    private final Field threadName;
    private final Field threadId;
    private final Field site;

    private OriginFields(IItemIterable events) {
      var type = events.getType();
      spawnId = Field.of(type, "spawnId");
      thread = Field.of(type, "spawnThread");
      threadName = Field.of(type, "spawnThreadName");
      threadId = Field.of(type, "spawnThreadId");
      site = Field.of(type, "spawnSite");
    }

    /** Remembers the start that a process descends from, and tells its id. */
    private int note(IItem item, long time) {
      int id = spawnId.integer(item, 0);
      if (id == 0) {
        return 0;
      }
      var known = origins.get(id);
      if (known == null) {
        known = new SpawnReader.Values();
        known.kind = Spawn.Kind.INFERRED;
        known.id = id;
        known.time = time;
        known.setThread(thread.thread(item));
        if (known.thread == null) {
          known.threadName = threadName.text(item);
          known.threadId = threadId.number(item, -1);
        }
        known.site = CallSite.parse(site.text(item));
        origins.put(id, known);
      }
      known.time = Math.min(known.time, time);
      return id;
    }
  }
}
