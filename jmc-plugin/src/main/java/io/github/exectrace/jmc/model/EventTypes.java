package io.github.exectrace.jmc.model;

/** What the events are called in a recording. */
public final class EventTypes {
  /** A Java thread started a process, or tried to. */
  public static final String PROCESS_SPAWN = "exectrace.ProcessSpawn";

  /** A process was started from this JVM without ProcessBuilder. */
  public static final String NATIVE_SPAWN = "exectrace.NativeSpawn";

  /** The kernel executed a program, or refused to. */
  public static final String PROCESS_EXEC = "exectrace.ProcessExec";

  /** A process ended. */
  public static final String PROCESS_EXIT = "exectrace.ProcessExit";

  /** A process was alive already when tracing began. */
  public static final String PROCESS_ADOPTED = "exectrace.ProcessAdopted";

  /** The ledger. */
  public static final String TRACER_STATISTICS = "exectrace.TracerStatistics";

  /** The JDK's own event, of successful starts only. */
  public static final String JDK_PROCESS_START = "jdk.ProcessStart";

  private EventTypes() {}
}
