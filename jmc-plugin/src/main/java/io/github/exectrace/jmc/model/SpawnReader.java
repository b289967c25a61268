package io.github.exectrace.jmc.model;

import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;

/** Reads the events that tell of a start. */
final class SpawnReader {
  /** A start as it was read; what is not said here is not known. */
  static final class Values {
    Spawn.Kind kind;
    int id;
    IItem item;
    IItem shownItem;
    IMCThread thread;
    String threadName;
    long threadId = -1;
    CallSite site = CallSite.UNKNOWN;
    long time;
    long callerWaitNanos = Spawn.UNKNOWN;
    int pid = -1;
    String executable = "";
    String commandLine = "";
    boolean succeeded = true;
    int errno;
    String error;
    String sampledStack;
    boolean stackVerified;

    void setThread(IMCThread recorded) {
      thread = recorded;
      if (recorded != null) {
        threadName = recorded.getThreadName();
        var id = recorded.getThreadId();
        threadId = id == null ? -1 : id;
      }
    }

    Spawn build() {
      if (threadName == null || threadName.isEmpty()) {
        threadName = Messages.get("model.thread.unknown");
      }
      return new Spawn(this);
    }
  }

  private final List<Values> found = new ArrayList<>();

  List<Values> found() {
    return found;
  }

  void readProcessSpawns(IItemIterable events) {
    var type = events.getType();
    var start = Field.of(type, "startTime");
    var duration = Field.of(type, "duration");
    var thread = Field.of(type, "eventThread");
    var stack = Field.of(type, "stackTrace");
    var spawnId = Field.of(type, "spawnId");
    var pid = Field.of(type, "pid");
    var executable = Field.of(type, "executable");
    var commandLine = Field.of(type, "commandLine");
    var succeeded = Field.of(type, "succeeded");
    var errno = Field.of(type, "errno");
    var error = Field.of(type, "error");
    for (var item : events) {
      var spawn = begin(Spawn.Kind.JAVA, item, start);
      spawn.id = spawnId.integer(item, 0);
      spawn.setThread(thread.thread(item));
      spawn.site = CallSite.of(stack.stack(item));
      spawn.callerWaitNanos = duration.number(item, Spawn.UNKNOWN);
      spawn.pid = pid.integer(item, -1);
      spawn.succeeded = succeeded.flag(item, true);
      spawn.errno = errno.integer(item, spawn.succeeded ? 0 : -1);
      spawn.error = error.text(item);
      setProgram(spawn, executable.text(item), commandLine.text(item));
    }
  }

  void readNativeSpawns(IItemIterable events) {
    var type = events.getType();
    var shownType = new NativeSpawnType(type);
    var start = Field.of(type, "startTime");
    var spawnId = Field.of(type, "spawnId");
    var pid = Field.of(type, "pid");
    var thread = Field.of(type, "spawnThread");
    var threadName = Field.of(type, "spawnThreadName");
    var threadId = Field.of(type, "spawnThreadId");
    var osThreadName = Field.of(type, "osThreadName");
    var site = Field.of(type, "spawnSite");
    var sampledStack = Field.of(type, "sampledStackTrace");
    var verified = Field.of(type, "stackVerified");
    for (var item : events) {
      var spawn = begin(Spawn.Kind.NATIVE, item, start);
      spawn.id = spawnId.integer(item, 0);
      spawn.pid = pid.integer(item, -1);
      spawn.setThread(thread.thread(item));
      if (spawn.thread == null) {
        spawn.threadName = threadName.text(item);
        spawn.threadId = threadId.number(item, -1);
      }
      if (spawn.threadName == null) {
        spawn.threadName = osThreadName.text(item);
      }
      spawn.site = CallSite.parse(site.text(item));
      spawn.sampledStack = sampledStack.text(item);
      spawn.stackVerified = verified.flag(item, false);
      spawn.shownItem = new NativeSpawnItem(item, shownType, spawn.thread, spawn.sampledStack);
    }
  }

  void readJdkStarts(IItemIterable events) {
    var type = events.getType();
    var start = Field.of(type, "startTime");
    var thread = Field.of(type, "eventThread");
    var stack = Field.of(type, "stackTrace");
    var pid = Field.of(type, "pid");
    var command = Field.of(type, "command");
    for (var item : events) {
      var spawn = begin(Spawn.Kind.JDK, item, start);
      spawn.setThread(thread.thread(item));
      spawn.site = CallSite.of(stack.stack(item));
      spawn.pid = pid.integer(item, -1);
      setProgram(spawn, null, command.text(item));
    }
  }

  private Values begin(Spawn.Kind kind, IItem item, Field start) {
    var spawn = new Values();
    spawn.kind = kind;
    spawn.item = item;
    spawn.shownItem = item;
    spawn.time = start.number(item, 0);
    found.add(spawn);
    return spawn;
  }

  static void setProgram(Values spawn, String executable, String commandLine) {
    spawn.commandLine = commandLine == null ? (executable == null ? "" : executable) : commandLine;
    spawn.executable =
        executable == null || executable.isEmpty()
            ? Programs.firstWord(spawn.commandLine)
            : executable;
  }
}
