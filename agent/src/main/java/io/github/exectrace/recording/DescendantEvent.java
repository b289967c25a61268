package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.spawn.Spawn;
import io.github.exectrace.tracer.ProcessEvent;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;

/** What the events of a process have in common: which process, and whom it descends from. */
@Registered(false)
@Category(EventNames.CATEGORY)
@StackTrace(false)
abstract class DescendantEvent extends Event {
  @Label("Spawn Id")
  @Description("The start by a Java thread that the process descends from; 0 if there is none")
  @SpawnId
  int spawnId;

  @Label("Spawn Thread")
  @Description("The Java thread that the process descends from")
  Thread spawnThread;

  @Label("Spawn Thread Name")
  String spawnThreadName;

  @Label("Spawn Thread Id")
  @Description("The Java thread's threadId; -1 if there is none")
  long spawnThreadId = -1;

  @Label("Spawn Site")
  @Description("The line of the application that started the process or its ancestor")
  String spawnSite;

  @Label("Depth")
  @Description("Generations below this JVM: its own child is 1; 0 if it does not descend from it")
  int depth;

  @Label("Process Id")
  @Description("As this JVM sees it; 0 if it cannot")
  int pid;

  @Label("Parent Process Id")
  @Description("As this JVM sees it; 0 if it cannot")
  int parentPid;

  @Label("Host Process Id")
  @Description("As the initial pid namespace numbers the process")
  int hostPid;

  @Label("Fork Time")
  @Description(ForkTime.DESCRIPTION)
  @ForkTime
  long forkTime;

  @Label("Parent Fork Time")
  @Description(ForkTime.OF_PARENT)
  @ForkTime
  long parentForkTime;

  final void fill(ProcessEvent.Head head, Optional<Spawn> origin, Redaction redaction) {
    spawnId = head.spawnId();
    depth = head.depth();
    pid = head.pid();
    parentPid = head.parentPid();
    hostPid = head.hostPid();
    forkTime = head.startedNanos();
    parentForkTime = head.parentStartedNanos();
    if (origin.isPresent()) {
      var spawn = origin.get();
      spawnThread = spawn.thread().orElse(null);
      spawnThreadName = redaction.applyToThreadName(spawn.threadName());
      spawnThreadId = spawn.threadId();
      spawnSite = spawn.site().orElse(null);
    }
  }

  /**
   * Makes the texts that others chose visible. To be called once, before the event is committed.
   */
  void showTexts() {
    spawnThreadName = EventText.of(spawnThreadName);
  }
}
