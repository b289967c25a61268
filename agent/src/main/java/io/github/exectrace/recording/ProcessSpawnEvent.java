package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.events.StackFilter;

/**
 * A Java thread started a process, or tried to. Committed on that thread, so the thread and the
 * stack are the recorder's own.
 *
 * <p>The stack filter is the one that the JDK's own events use. JDKs before 25 do not know it; what
 * it leaves out, {@link SpawnStack} does there.
 */
@Since("0.1")
@Name(EventNames.PROCESS_SPAWN)
@Label("Process Spawn")
@Description("A Java thread started a process, or tried to")
@Category(EventNames.CATEGORY)
@StackTrace
@StackFilter({
  "io.github.exectrace.recording.SpawnRecorder$Pending",
  "io.github.exectrace.recording.SpawnStack",
  "java.lang.ExectraceBridge",
  "java.lang.ProcessImpl",
  "java.lang.ProcessBuilder",
  "java.lang.Runtime::exec"
})
final class ProcessSpawnEvent extends Event {
  @Label("Spawn Id")
  @Description("Identifies this start; the processes that descend from it carry the same id")
  @SpawnId
  int spawnId;

  @Label("Process Id")
  @Description("As this JVM sees it; -1 if the process could not be started")
  int pid = -1;

  @Label("Host Process Id")
  @Description(
      "As the initial pid namespace numbers the process; 0 if the kernel was not traced. After a"
          + " failure the process in which it failed, if there was one")
  int hostPid;

  @Label("Fork Time")
  @Description(ForkTime.DESCRIPTION)
  @ForkTime
  long forkTime;

  @Label("Executable")
  @Description("The program as it was given to ProcessBuilder")
  String executable;

  @Label("Command Line")
  @Description("The arguments, quoted so that a POSIX shell splits them back into the same bytes")
  String commandLine;

  @Label("Argument Bytes")
  @Description("The true length of all arguments")
  @DataAmount
  long argumentBytes;

  @Label("Environment Bytes")
  @Description("The length of the environment; -1 if the program got this JVM's own")
  @DataAmount
  long environmentBytes;

  @Label("Working Directory")
  @Description("Where it was to begin, absolute")
  String workingDirectory;

  @Label("Launch Mechanism")
  @Description("How the JDK started it: POSIX_SPAWN, VFORK or FORK")
  String mechanism;

  @Label("Succeeded")
  boolean succeeded;

  @Label("Error Number")
  @Description("What the system answered (errno); 0 after a success, -1 if it is not known")
  int errno;

  @Label("Error")
  @Description("The message of the exception; with E2BIG also what was too long")
  String error;
}
