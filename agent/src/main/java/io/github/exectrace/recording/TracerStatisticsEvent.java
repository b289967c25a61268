package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.text.VisibleText;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;

/**
 * The ledger: what the kernel program saw and where it went. Counts since tracing began; seen =
 * emitted + filtered + the losses.
 */
@Since("0.1")
@Name(EventNames.TRACER_STATISTICS)
@Label("Tracer Statistics")
@Description("What the tracer saw, delivered and missed since it was started")
@Category(EventNames.CATEGORY)
@Period("endChunk")
@StackTrace(false)
final class TracerStatisticsEvent extends Event {
  @Label("State")
  @Description("STARTING, TRACING or FAILED")
  String state;

  @Label("Reason")
  @Description("Why the kernel is not traced, or what of it is not")
  String reason;

  @Label("Mode")
  @Description("kernel: complete; java: only what this JVM starts itself, as this JVM sees it")
  String mode;

  @Label("Scope")
  @Description("jvm: this JVM's descendants; pidns: its pid namespace; system: the whole machine")
  String scope;

  @Label("Arguments")
  @Description("What events hold of command lines: full, first or none")
  String arguments;

  @Label("Argument Limit")
  @Description("The most bytes of arguments that are captured for each program")
  @DataAmount
  int argumentLimit;

  @Label("Redaction")
  @Description("What is masked in arguments: default, none, and how many patterns beside")
  String redaction;

  @Label("Seen")
  @Description("Forks, execs, exits and adoptions that the kernel program was called for")
  long seen;

  @Label("Emitted")
  @Description("Of these, put into the ring buffer")
  long emitted;

  @Label("Filtered")
  @Description("Of these, out of scope")
  long filtered;

  @Label("Lost: Ring Full")
  long lostRingFull;

  @Label("Lost: No Buffer")
  @Description("Also those of processes that could not be followed")
  long lostNoBuffer;

  @Label("Untracked Processes")
  @Description("Processes that could not be followed because the process table was full")
  long untrackedProcesses;

  @Label("Missed by the Kernel")
  @Description(
      "The most forks, execs and exits, of any process, that the kernel did not call the program"
          + " for, because another task had been put off in it")
  long missed;

  @Label("Delivered")
  @Description("Records that were read from the ring buffer and understood")
  long delivered;

  @Label("Malformed")
  @Description("Records that were read and not understood")
  long malformed;

  @Label("Adopted")
  @Description("Descendants that lived already when tracing began")
  long adopted;

  @Label("Unattributed")
  @Description("Execs and starts in this JVM's tree that no Java thread could be named for")
  long unattributed;

  @Label("Native Spawns")
  @Description("Processes that native code of this JVM made bypassing ProcessBuilder")
  long nativeSpawns;

  @Label("Native Spawns Unverified")
  @Description("Of these, how many whose stack was looked at too late, or could not be")
  long nativeUnverified;

  @Label("Unrecorded")
  @Description(
      "Starts that came before tracing was ready, and could not wait for it, or not any longer: no"
          + " more than the start itself may be recorded")
  long unrecorded;

  @Label("Hook Failures")
  @Description("Starts that could not be recorded because of an error in the agent")
  long hookFailures;

  @Label("Ring Size")
  @DataAmount
  long ringSize;

  @Label("Ring High Water")
  @Description("The most that was found unread")
  @DataAmount
  long ringHighWater;

  @Label("Recording File")
  @Description("Where the agent's own recordings are written to, and why not where they should")
  String recordingFile;

  @Label("Repository")
  @Description("The folder of what is not written into a file yet; it is left if the JVM is killed")
  String repository;

  @Label("JVM Process Id")
  @Description("As this JVM sees itself")
  long jvmPid;

  @Label("JVM Start Time")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long jvmStartTime;

  @Label("Main")
  @Description("The application's main class, module or jar, without its arguments")
  String main;

  @Label("Kernel Release")
  String kernelRelease;

  /**
   * Makes the texts that others chose visible. To be called once, before the event is committed.
   */
  void showTexts() {
    reason = reason == null ? null : VisibleText.guard(reason);
    recordingFile = EventText.of(recordingFile);
    repository = EventText.of(repository);
    main = EventText.of(main);
    kernelRelease = EventText.of(kernelRelease);
  }
}
