package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Native code in this JVM made a process, bypassing ProcessBuilder. Committed by the agent's reader
 * thread, after the fact, and dated when it happened.
 */
@Registered(false)
@Since("0.1")
@Name(EventNames.NATIVE_SPAWN)
@Label("Native Spawn")
@Description("Native code in this JVM made a process, bypassing ProcessBuilder")
@Category(EventNames.CATEGORY)
@StackTrace(false)
final class NativeSpawnEvent extends Event {
  @Label("Spawn Id")
  @Description("Identifies this start; the processes that descend from it carry the same id")
  @SpawnId
  int spawnId;

  @Label("Process Id")
  @Description("As this JVM sees it; 0 if it cannot")
  int pid;

  @Label("Host Process Id")
  @Description("As the initial pid namespace numbers the process")
  int hostPid;

  @Label("Fork Time")
  @Description(ForkTime.DESCRIPTION)
  @ForkTime
  long forkTime;

  @Label("Spawn Thread")
  @Description("The Java thread that made the process; none if it is not known, or was not one")
  Thread spawnThread;

  @Label("Spawn Thread Name")
  @Description("None if the thread is not known")
  String spawnThreadName;

  @Label("Spawn Thread Id")
  @Description("The Java thread's threadId; -1 if it is not known, or was not a Java thread")
  long spawnThreadId;

  @Label("Spawn Site")
  @Description("The line of the application that made the process; only if the stack is verified")
  String spawnSite;

  @Label("OS Thread Id")
  @Description("The thread as the system numbers it (gettid)")
  int osThreadId;

  @Label("OS Thread Name")
  @Description("The thread as the system names it, 15 bytes at most")
  String osThreadName;

  @Label("Sampled Stack Trace")
  @Description("What the thread was doing when it was looked at, a line for each frame")
  String sampledStackTrace;

  @Label("Stack Verified")
  @Description(
      "Whether the sampled stack is the one that made the process: the thread was compared"
          + " with the kernel's copy of its stack and had not moved")
  boolean stackVerified;

  @Label("Sample Delay")
  @Description("From the fork to the sample")
  @Timespan
  long sampleDelay;
}
