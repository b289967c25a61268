package io.github.exectrace.events;

import java.util.List;

/** Events of the JDK that matter beside those of the agent (jdk.jfr, metadata.xml of HotSpot). */
public final class JdkEvents {
  /** A Java thread started a process: successful starts only, since JDK 15. */
  public static final String PROCESS_START = "jdk.ProcessStart";

  /** The field of {@link #PROCESS_START} that holds all arguments, joined by blanks. */
  public static final String COMMAND = "command";

  /** The field of each event, of whomever, that says when it began. */
  public static final String START_TIME = "startTime";

  /** The field of each event that says how long it took. */
  public static final String DURATION = "duration";

  /** The field that says which thread wrote the event. */
  public static final String EVENT_THREAD = "eventThread";

  /** The field with the stack of the thread that wrote the event. */
  public static final String STACK_TRACE = "stackTrace";

  /** Which JVM made a chunk. */
  public static final String JVM_INFORMATION = "jdk.JVMInformation";

  /** The recorder lost events of its own. */
  public static final String DATA_LOSS = "jdk.DataLoss";

  /** The field of {@link #DATA_LOSS} that says how many bytes. */
  public static final String AMOUNT = "amount";

  /**
   * Those that hold command lines, environments or options as they are, of processes that the JVM
   * starts, of all processes of the machine and of the JVM itself; and messages of exceptions,
   * which often repeat a command that failed.
   */
  public static final List<String> REVEALING =
      List.of(
          PROCESS_START,
          "jdk.SystemProcess",
          "jdk.InitialEnvironmentVariable",
          "jdk.InitialSystemProperty",
          JVM_INFORMATION,
          "jdk.JavaAgent",
          "jdk.StringFlag",
          "jdk.StringFlagChanged",
          "jdk.JavaExceptionThrow",
          "jdk.JavaErrorThrow");

  private JdkEvents() {}
}
