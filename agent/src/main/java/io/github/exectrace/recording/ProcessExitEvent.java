package io.github.exectrace.recording;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * A process of the tree ended. The event begins when the process was first heard of, so its
 * duration is about the process's life; {@link #lifetime} is exact.
 */
@Name(EventNames.PROCESS_EXIT)
@Label("Process Exit")
@Description("A process ended; the event lasts as long as the process lived")
@Category(EventNames.CATEGORY)
@StackTrace(false)
final class ProcessExitEvent extends Event {
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

  @Label("Command Line")
  @Description("Of the program it last became; none if it only was a copy of its parent")
  String commandLine;

  @Label("Exit Code")
  @Description("-1 if a signal killed the process")
  int exitCode;

  @Label("Signal")
  @Description("The number of the signal that killed the process; 0 if none did")
  int signal;

  @Label("Core Dumped")
  boolean coreDumped;

  @Label("Lifetime")
  @Description("From fork to exit")
  @Timespan
  long lifetime;

  @Label("User Time")
  @Timespan
  long userTime;

  @Label("System Time")
  @Timespan
  long systemTime;

  @Label("Maximum Resident Set Size")
  @Description("Of the program that the process last was; -1 if the kernel does not tell")
  @DataAmount
  long maxResidentSetSize;
}
