package io.github.exectrace.tracer;

import io.github.exectrace.bpf.BpfMap;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that the kernel saw happen to a process.
 *
 * <p>All pids and tids are those of the reader's own pid namespace, 0 where the process is not
 * visible in it, unless said otherwise. User and group ids are those of the initial user namespace.
 * Names, paths and arguments are the bytes that the kernel has; who shows them decides how.
 * Immutable.
 */
public sealed interface ProcessEvent {
  /** What every event carries. */
  Head head();

  /**
   * What every event carries.
   *
   * @param timeNanos when, by the clock of {@link System#nanoTime}, which on Linux is
   *     CLOCK_MONOTONIC as this JVM's time namespace has it
   * @param pid the process
   * @param tid the thread; of an exec the one that called it, 0 if that is not known
   * @param parentPid the process's parent at that time
   * @param hostPid the process as the initial pid namespace numbers it
   * @param pidNamespace the inode of the process's own pid namespace
   * @param spawnId the start, by a thread of the traced JVM, that this process descends from; 0 if
   *     it does not
   * @param depth how many generations below the traced JVM; 0 if it does not descend from it
   * @param startedNanos when the process was forked, by the kernel's own CLOCK_MONOTONIC, which
   *     differs from the clock of {@code timeNanos} in a time namespace. A pid comes again;
   *     together with this it does not
   * @param parentStartedNanos the same of the process that forked it, which is no longer its parent
   *     where that has ended; 0 if it is not known or the process does not descend from the traced
   *     JVM
   */
  record Head(
      long timeNanos,
      int pid,
      int tid,
      int parentPid,
      int hostPid,
      int pidNamespace,
      int spawnId,
      int depth,
      long startedNanos,
      long parentStartedNanos) {
    /** When, by the machine's wall clock as it is now. */
    public Instant time() {
      return KernelTime.instant(timeNanos);
    }

    /** When the process was forked, by the machine's wall clock as it is now. */
    public Instant started() {
      return KernelTime.instant(startedNanos + KernelTime.offsetNanos());
    }
  }

  /**
   * A process of the traced tree made another one, to which the head belongs.
   *
   * @param originTid the thread that did it
   * @param callerName the name of that thread, 15 bytes at most
   */
  record Fork(Head head, int originTid, ByteString callerName) implements ProcessEvent {}

  /**
   * A process of the traced tree lived already when tracing began. What it does from now on is
   * traced. If no other ancestor than the traced JVM itself is known, its spawn id is a fresh one.
   *
   * @param name of its main thread, 15 bytes at most
   * @param program what it was when this event was read from the tracer; nothing if it had ended
   */
  record Adopted(Head head, ByteString name, Optional<RunningProgram> program)
      implements ProcessEvent {}

  /**
   * A process became a program.
   *
   * @param executable the path that was given to the kernel, relative to the working directory if
   *     it does not begin with a slash; {@code /dev/fd/N} or {@code /dev/fd/N/path} for a file that
   *     was given by a descriptor (fexecve(3), execveat(2))
   * @param interpreter for a script, what runs it
   * @param environmentBytes the length of its environment, each variable's NUL included; {@link
   *     Arguments#UNKNOWN} if it was not executed, unless both together were too long (E2BIG)
   * @param file what was executed, if {@code executable} names a descriptor or, in whatever way, a
   *     file that is in no directory (deleted, or a memfd); of a script only if it names a
   *     descriptor
   * @param workingDirectory of the process
   * @param callerName the thread's name before the exec, 15 bytes at most
   * @param cgroup id of the cgroup (version 2)
   * @param inCgroupsOfTracer whether the process is in the same cgroups, of version 2 and of each
   *     controller of version 1, as the thread that opened the tracer was in then
   */
  record Exec(
      Head head,
      ByteString executable,
      Optional<ByteString> interpreter,
      Arguments arguments,
      long environmentBytes,
      Optional<KernelPath> file,
      KernelPath workingDirectory,
      ByteString callerName,
      long userId,
      long groupId,
      long effectiveUserId,
      long effectiveGroupId,
      long cgroup,
      boolean inCgroupsOfTracer)
      implements ProcessEvent {
    /** The file that was executed, or tried, as far as it is known: {@code executable} resolved. */
    public KernelPath path() {
      return file.orElseGet(() -> workingDirectory.resolve(executable));
    }
  }

  /**
   * A process tried to become a program and could not.
   *
   * @param attempt what it tried; arguments as far as they could be read from the caller's memory
   * @param errno the error number of execve(2)
   * @param fatal whether the process had given up its old program by then and the kernel therefore
   *     killed it. What it tried was lost with that: the executable is then a name of at most 15
   *     bytes, the file is the full path where that is certain, and of the arguments nothing is
   *     known
   */
  record ExecFailed(Exec attempt, int errno, boolean fatal) implements ProcessEvent {
    @Override
    public Head head() {
      return attempt.head();
    }
  }

  /**
   * The last thread of a process ended.
   *
   * @param status as wait(2) reports it
   * @param executed whether the process had called exec since it was forked
   * @param lifetimeNanos since it was forked
   * @param userNanos on a CPU in user mode; together with {@code systemNanos} it lacks what came
   *     after the scheduler's last look, which is less than a tick (1 to 10 ms)
   * @param systemNanos on a CPU in the kernel
   * @param maxResidentPages the most memory that its last program held, in pages; 0 if the kernel
   *     does not report it
   * @param name the thread's name, 15 bytes at most
   * @param callerName if it was killed within an exec, which had gone too far to fail: the name of
   *     before that exec; {@code name} is then that of the program that it did not become
   */
  record Exit(
      Head head,
      int status,
      boolean executed,
      long lifetimeNanos,
      long userNanos,
      long systemNanos,
      long maxResidentPages,
      ByteString name,
      Optional<ByteString> callerName)
      implements ProcessEvent {
    private static final int SIGNAL_MASK = 0x7f;
    private static final int CORE_FLAG = 0x80;

    /** The signal that killed it (signal(7)), 0 if it ended by itself. */
    public int signal() {
      return status & SIGNAL_MASK;
    }

    /** What it passed to exit(2), 0 to 255; -1 if a signal killed it. */
    public int exitCode() {
      return signal() == 0 ? status >>> 8 & 0xff : -1;
    }

    /** The most memory that its last program held, in bytes; 0 if the kernel does not report it. */
    public long maxResidentBytes() {
      return maxResidentPages * BpfMap.pageSize();
    }

    /** Whether it left a core dump. */
    public boolean coreDumped() {
      return signal() != 0 && (status & CORE_FLAG) != 0;
    }
  }
}
