package io.github.exectrace.events;

/** What the events are called in a recording. */
public final class EventNames {
  /** A Java thread started a process, or tried to. */
  public static final String PROCESS_SPAWN = "exectrace.ProcessSpawn";

  /** Native code of the JVM made a process, bypassing ProcessBuilder. */
  public static final String NATIVE_SPAWN = "exectrace.NativeSpawn";

  /** The kernel executed a program, or refused to. */
  public static final String PROCESS_EXEC = "exectrace.ProcessExec";

  /** A process ended. */
  public static final String PROCESS_EXIT = "exectrace.ProcessExit";

  /** A process was alive already when tracing began. */
  public static final String PROCESS_ADOPTED = "exectrace.ProcessAdopted";

  /** What the tracer saw, delivered and missed. */
  public static final String TRACER_STATISTICS = "exectrace.TracerStatistics";

  /** Where all of them stand in a tree of events. */
  public static final String CATEGORY = "Exec Trace";

  private EventNames() {}
}
