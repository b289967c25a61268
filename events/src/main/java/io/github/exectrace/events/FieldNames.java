package io.github.exectrace.events;

/**
 * What the fields of the events are called in a recording, in the order in which they first stand
 * there. Which event has which, with units and meanings, is in {@code docs/events.md}.
 */
public final class FieldNames {
  public static final String SPAWN_ID = "spawnId";
  public static final String SPAWN_THREAD = "spawnThread";
  public static final String SPAWN_THREAD_NAME = "spawnThreadName";
  public static final String SPAWN_THREAD_ID = "spawnThreadId";
  public static final String SPAWN_SITE = "spawnSite";
  public static final String DEPTH = "depth";
  public static final String PID = "pid";
  public static final String EXECUTABLE = "executable";
  public static final String COMMAND_LINE = "commandLine";
  public static final String WORKING_DIRECTORY = "workingDirectory";
  public static final String MECHANISM = "mechanism";
  public static final String SUCCEEDED = "succeeded";
  public static final String ERRNO = "errno";
  public static final String ERROR = "error";
  public static final String OS_THREAD_ID = "osThreadId";
  public static final String OS_THREAD_NAME = "osThreadName";
  public static final String SAMPLED_STACK_TRACE = "sampledStackTrace";
  public static final String STACK_VERIFIED = "stackVerified";
  public static final String SAMPLE_DELAY = "sampleDelay";
  public static final String FORK_TIME = "forkTime";
  public static final String PARENT_FORK_TIME = "parentForkTime";
  public static final String PARENT_PID = "parentPid";
  public static final String HOST_PID = "hostPid";
  public static final String INTERPRETER = "interpreter";
  public static final String ARGUMENT_COUNT = "argumentCount";
  public static final String ARGUMENT_BYTES = "argumentBytes";
  public static final String ENVIRONMENT_BYTES = "environmentBytes";
  public static final String TRUNCATED = "truncated";
  public static final String CALLER_NAME = "callerName";
  public static final String USER_ID = "userId";
  public static final String GROUP_ID = "groupId";
  public static final String EFFECTIVE_USER_ID = "effectiveUserId";
  public static final String CGROUP = "cgroup";
  public static final String CONTAINER_ID = "containerId";
  public static final String PID_NAMESPACE = "pidNamespace";
  public static final String LAUNCHER = "launcher";
  public static final String KERNEL_TIME = "kernelTime";
  public static final String EXIT_CODE = "exitCode";
  public static final String KILLED_IN_EXEC = "killedInExec";
  public static final String NAME = "name";
  public static final String SIGNAL = "signal";
  public static final String CORE_DUMPED = "coreDumped";
  public static final String LIFETIME = "lifetime";
  public static final String USER_TIME = "userTime";
  public static final String SYSTEM_TIME = "systemTime";
  public static final String MAX_RESIDENT_SET_SIZE = "maxResidentSetSize";
  public static final String PROCESS_START = "processStart";
  public static final String STATE = "state";
  public static final String REASON = "reason";
  public static final String MODE = "mode";
  public static final String SCOPE = "scope";
  public static final String ARGUMENTS = "arguments";
  public static final String ARGUMENT_LIMIT = "argumentLimit";
  public static final String REDACTION = "redaction";
  public static final String SEEN = "seen";
  public static final String EMITTED = "emitted";
  public static final String FILTERED = "filtered";
  public static final String LOST_RING_FULL = "lostRingFull";
  public static final String LOST_NO_BUFFER = "lostNoBuffer";
  public static final String UNTRACKED_PROCESSES = "untrackedProcesses";
  public static final String MISSED = "missed";
  public static final String DELIVERED = "delivered";
  public static final String MALFORMED = "malformed";
  public static final String ADOPTED = "adopted";
  public static final String UNATTRIBUTED = "unattributed";
  public static final String NATIVE_SPAWNS = "nativeSpawns";
  public static final String NATIVE_UNVERIFIED = "nativeUnverified";
  public static final String UNRECORDED = "unrecorded";
  public static final String HOOK_FAILURES = "hookFailures";
  public static final String RING_SIZE = "ringSize";
  public static final String RING_HIGH_WATER = "ringHighWater";
  public static final String RECORDING_FILE = "recordingFile";
  public static final String REPOSITORY = "repository";
  public static final String JVM_PID = "jvmPid";
  public static final String JVM_START_TIME = "jvmStartTime";
  public static final String MAIN = "main";
  public static final String KERNEL_RELEASE = "kernelRelease";

  private FieldNames() {}
}
