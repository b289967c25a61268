package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timestamp;

/** The kernel executed a program, or refused to. Committed by the agent's reader thread. */
@Since("0.1")
@Name(EventNames.PROCESS_EXEC)
@Label("Process Exec")
@Description("The kernel executed a program, or refused to")
final class ProcessExecEvent extends CaptureControlEvent {
  @Label("Executable")
  @Description("The file that was given to the kernel, by name (made absolute) or descriptor")
  String executable;

  @Label("Interpreter")
  @Description("For a script, the program that runs it")
  String interpreter;

  @Label("Command Line")
  @Description("The arguments, quoted so that a POSIX shell splits them back into the same bytes")
  String commandLine;

  @Label("Argument Count")
  @Description("How many arguments the program has, its name included; -1 if that is not known")
  int argumentCount;

  @Label("Argument Bytes")
  @Description("The true length of all arguments; -1 if that is not known")
  @DataAmount
  long argumentBytes;

  @Label("Environment Bytes")
  @Description("The length of the environment; -1 if that is not known, as after most failures")
  @DataAmount
  long environmentBytes;

  @Label("Truncated")
  @Description("Whether the command line lacks some of the arguments, or may lack some")
  boolean truncated;

  @Label("Working Directory")
  @Description("As the process itself sees it")
  String workingDirectory;

  @Label("Caller Name")
  @Description("The name of the thread before the exec")
  String callerName;

  @Label("User Id")
  int userId;

  @Label("Group Id")
  int groupId;

  @Label("Effective User Id")
  int effectiveUserId;

  @Label("Cgroup")
  @Description("The control group's path, if it could be found")
  String cgroup;

  @Label("Container Id")
  @Description("As the name of the control group gives it; none outside of a container")
  String containerId;

  @Label("Pid Namespace")
  @Description("The inode of the process's pid namespace")
  long pidNamespace;

  @Label("Launcher")
  @Description("Whether this is the JDK's own helper, which then becomes the program")
  boolean launcher;

  @Label("Succeeded")
  boolean succeeded;

  @Label("Error Number")
  @Description("What the kernel answered (errno); 0 after a success")
  int errno;

  @Label("Error")
  String error;

  @Label("Kernel Time")
  @Description("When the kernel did it, in whole milliseconds; the start time is finer")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long kernelTime;
}
