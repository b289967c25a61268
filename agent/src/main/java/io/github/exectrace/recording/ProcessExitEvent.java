package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/**
 * A process of the tree ended. The event begins when the process was first seen, so its duration is
 * about the process's life; {@link #lifetime} is exact.
 */
@Since("0.1")
@Name(EventNames.PROCESS_EXIT)
@Label("Process Exit")
@Description("A process ended; the event lasts as long as the process lived")
final class ProcessExitEvent extends DescendantEvent {
  @Label("Command Line")
  @Description(
      "Of the program it last became; none if it only was a copy of its parent. If it was killed"
          + " while it became a program, that one's name, the begin of it")
  String commandLine;

  @Label("Name")
  @Description("Of the thread that ended last; the kernel names it after the program")
  String name;

  @Label("Killed in Exec")
  @Description("Whether it was killed while it became a program, too late for that to fail")
  boolean killedInExec;

  @Label("Caller Name")
  @Description("If it was killed so: the name of the thread before that; else none")
  String callerName;

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
  @Description("Of the program that the process last was; -1 if the kernel does not report it")
  @DataAmount
  long maxResidentSetSize;
}
