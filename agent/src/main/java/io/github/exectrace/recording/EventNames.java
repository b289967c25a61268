package io.github.exectrace.recording;

/** What the events are called in a recording. */
public final class EventNames {
  public static final String PROCESS_SPAWN = "exectrace.ProcessSpawn";
  public static final String NATIVE_SPAWN = "exectrace.NativeSpawn";
  public static final String PROCESS_EXEC = "exectrace.ProcessExec";
  public static final String PROCESS_EXIT = "exectrace.ProcessExit";
  public static final String PROCESS_ADOPTED = "exectrace.ProcessAdopted";
  public static final String TRACER_STATISTICS = "exectrace.TracerStatistics";

  static final String CATEGORY = "Exec Trace";

  private EventNames() {}
}
