package io.github.exectrace.ringbuf;

import io.github.exectrace.events.SpawnIds;

/**
 * Where each field stands in the structures of {@code bpf/exectrace.h}, in bytes.
 *
 * <p>A nested class is a structure, a constant its member of the same name in lower case. A test
 * compares every constant with the type information of the compiled object, so a change of the
 * header that is not made here fails the build.
 */
public final class RecordLayout {
  private RecordLayout() {}

  /** {@code enum record_type}. */
  public static final class Type {
    public static final int RECORD_FORK = 1;
    public static final int RECORD_EXEC = 2;
    public static final int RECORD_EXEC_FAILED = 3;
    public static final int RECORD_EXIT = 4;
    public static final int RECORD_ADOPTED = 5;

    private Type() {}
  }

  /** {@code enum trace_scope}. */
  public static final class Scope {
    public static final int SCOPE_TREE = 0;
    public static final int SCOPE_PIDNS = 1;
    public static final int SCOPE_SYSTEM = 2;

    private Scope() {}
  }

  /** {@code enum counter}; the last one is how many there are. */
  public static final class Counter {
    public static final int FORK_SEEN = 0;
    public static final int FORK_EMITTED = 1;
    public static final int FORK_FILTERED = 2;
    public static final int FORK_LOST_RING_FULL = 3;
    public static final int FORK_LOST_UNTRACKED = 4;
    public static final int EXEC_SEEN = 5;
    public static final int EXEC_EMITTED = 6;
    public static final int EXEC_FILTERED = 7;
    public static final int EXEC_LOST_RING_FULL = 8;
    public static final int EXEC_LOST_NO_SCRATCH = 9;
    public static final int EXEC_LOST_UNTRACKED = 10;
    public static final int EXEC_FAILED_SEEN = 11;
    public static final int EXEC_FAILED_EMITTED = 12;
    public static final int EXEC_FAILED_FILTERED = 13;
    public static final int EXEC_FAILED_LOST_RING_FULL = 14;
    public static final int EXEC_FAILED_LOST_NO_SCRATCH = 15;
    public static final int EXEC_FAILED_LOST_UNTRACKED = 16;
    public static final int EXIT_SEEN = 17;
    public static final int EXIT_EMITTED = 18;
    public static final int EXIT_FILTERED = 19;
    public static final int EXIT_LOST_RING_FULL = 20;
    public static final int EXIT_LOST_UNTRACKED = 21;
    public static final int ADOPTED_SEEN = 22;
    public static final int ADOPTED_EMITTED = 23;
    public static final int ADOPTED_LOST_RING_FULL = 24;
    public static final int PROCESS_TABLE_FULL = 25;
    public static final int NOT_ADOPTED = 26;
    public static final int COUNTERS = 27;

    private Counter() {}
  }

  /** {@code struct counters}: those of one CPU. */
  public static final class Counters {
    public static final int BYTES = 256;
    public static final int OF = 0;
    public static final int SPAWNS = 216;

    private Counters() {}
  }

  /** {@code struct settings}. */
  public static final class Settings {
    public static final int BYTES = 24;
    public static final int WAKEUP_BYTES = 0;
    public static final int FLAGS = 8;
    public static final int FIRST_ID = 12;
    public static final int ID_LANES = 16;
    public static final int ROOT = 20;

    public static final int FLAG_TRACE_FORKS = 1;
    public static final int FLAG_TRACE_EXITS = 2;
    public static final int FLAG_TRACE_STACKS = 4;
    public static final int FLAG_READER_NESTED = 8;

    private Settings() {}
  }

  /** {@code struct config}, which both sides share. */
  public static final class Config {
    public static final int BYTES = 12;
    public static final int SCOPE = 0;
    public static final int SCOPE_PID_NS = 4;
    public static final int ARGUMENT_LIMIT = 8;

    private Config() {}
  }

  /** {@code struct record}, which begins every record. */
  public static final class Head {
    public static final int BYTES = 56;
    public static final int SIZE = 0;
    public static final int TYPE = 4;
    public static final int DEPTH = 6;
    public static final int TIME = 8;
    public static final int SPAWN_ID = 16;
    public static final int PID = 20;
    public static final int TID = 24;
    public static final int PARENT_PID = 28;
    public static final int HOST_PID = 32;
    public static final int PID_NS = 36;
    public static final int STARTED = 40;
    public static final int PARENT_STARTED = 48;

    private Head() {}
  }

  /** {@code struct fork_record}; its tail follows at {@link #BYTES}. */
  public static final class Fork {
    public static final int BYTES = 120;
    public static final int ORIGIN_TID = 56;
    public static final int MARKED = 60;
    public static final int JAVA_THREAD = 64;
    public static final int OWNER_ID = 72;
    public static final int STACK_POINTER = 80;
    public static final int FRAME_PC = 88;
    public static final int STACK_LEN = 96;
    public static final int COMM = 104;

    private Fork() {}
  }

  /** {@code struct exec_record}; its tail follows at {@link #BYTES}. */
  public static final class Exec {
    public static final int BYTES = 136;
    public static final int CGROUP = 56;
    public static final int UID = 64;
    public static final int GID = 68;
    public static final int EUID = 72;
    public static final int EGID = 76;
    public static final int ERROR = 80;
    public static final int FLAGS = 84;
    public static final int ARGUMENT_COUNT = 88;
    public static final int ARGUMENT_BYTES = 92;
    public static final int ARGS_LEN = 96;
    public static final int FILENAME_LEN = 100;
    public static final int INTERP_LEN = 102;
    public static final int CWD_LEN = 104;
    public static final int FILE_LEN = 108;
    public static final int DIRECTORY = 112;
    public static final int COMM = 116;
    public static final int ENVIRONMENT_BYTES = 132;

    public static final int FLAG_CWD_TRUNCATED = 1;
    public static final int FLAG_CWD_DELETED = 2;
    public static final int FLAG_ARGS_UNREADABLE = 4;
    public static final int FLAG_FILE_DELETED = 8;
    public static final int FLAG_FILE_TRUNCATED = 16;
    public static final int FLAG_CGROUPS_OF_READER = 32;
    public static final int FLAG_FILE_OF_DESCRIPTOR = 64;
    public static final int FLAG_NO_WAY_BACK = 128;

    private Exec() {}
  }

  /** {@code struct exit_record}. */
  public static final class Exit {
    public static final int BYTES = 136;
    public static final int STATUS = 56;
    public static final int FLAGS = 60;
    public static final int LIFETIME = 64;
    public static final int RUNTIME = 72;
    public static final int UTIME = 80;
    public static final int STIME = 88;
    public static final int MAX_RSS = 96;
    public static final int COMM = 104;
    public static final int CALLER = 120;

    public static final int FLAG_EXECUTED = 1;
    public static final int FLAG_IN_EXEC = 2;

    private Exit() {}
  }

  /** {@code struct adopted_record}. */
  public static final class Adopted {
    public static final int BYTES = 72;
    public static final int COMM = 56;

    private Adopted() {}
  }

  /** {@code enum adoption}. */
  public static final class Adoption {
    public static final int ADOPTION_DONE = 'a';
    public static final int ADOPTION_PENDING = 'p';
    public static final int ADOPTION_TABLE_FULL = 'f';

    private Adoption() {}
  }

  /** {@code struct process}, the value of the map of processes. */
  public static final class TracedProcess {
    public static final int BYTES = 56;
    public static final int STARTED = 24;

    private TracedProcess() {}
  }

  /** {@code struct mark}. */
  public static final class Mark {
    public static final int BYTES = 24;
    public static final int TID = 0;
    public static final int SPAWN_ID = 4;
    public static final int CHILD_PID = 8;
    public static final int CHILD_HOST_PID = 12;
    public static final int CHILD_STARTED = 16;

    /** {@code MARKS}: how many there are. */
    public static final int COUNT = 4096;

    /** {@code MARK_PROBES}: how far from its own place a thread's mark may stand. */
    public static final int PROBES = 16;

    /** {@code KERNEL_SPAWN_ID}: spawn ids from here on come from the kernel program. */
    public static final int KERNEL_SPAWN_ID = SpawnIds.FIRST_OF_KERNEL;

    private Mark() {}
  }

  /** {@code struct thread_layout}. */
  public static final class ThreadLayout {
    public static final int BYTES = 24;
    public static final int KNOWN = 0;
    public static final int MODULE = 4;
    public static final int THREAD = 8;
    public static final int OWNER_ID = 12;
    public static final int LAST_JAVA_SP = 16;
    public static final int LAST_JAVA_PC = 20;

    private ThreadLayout() {}
  }

  /** {@code ACKS}: how many places there are to acknowledge a sample of a stack. */
  public static final int ACKS = 1024;

  /** {@code COMM_LEN}: bytes of a thread's name, NUL included. */
  public static final int COMM_LEN = 16;

  /** {@code ARGS_LEN}: the most bytes of arguments that can be captured. */
  public static final int ARGS_LEN = 65536;

  /** {@code PATHS_LEN}: room for the names and paths in front of them. */
  public static final int PATHS_LEN = 16384;

  /** {@code UNTRACKED_IN_WORD}: how many pids share a word of the map of untracked processes. */
  public static final int UNTRACKED_IN_WORD = 32;
}
