package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timestamp;

/**
 * A descendant lived already when tracing began, and is traced from now on. What it is was read
 * from {@code /proc} a moment later; a text is null if it had ended by then.
 */
@Since("0.1")
@Name(EventNames.PROCESS_ADOPTED)
@Label("Process Adopted")
@Description("A descendant lived already when tracing began; it is traced from now on")
final class ProcessAdoptedEvent extends DescendantEvent {
  @Label("Executable")
  @Description("The file that it executes")
  String executable;

  @Label("Command Line")
  @Description("The arguments, quoted so that a POSIX shell splits them back into the same bytes")
  String commandLine;

  @Label("Working Directory")
  @Description("As this JVM sees it")
  String workingDirectory;

  @Label("Process Start")
  @Description("When the process was forked")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long processStart;
}
