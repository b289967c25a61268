package io.github.exectrace.tracer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.github.exectrace.ringbuf.MalformedRecordException;
import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.ringbuf.RecordLayout.Adopted;
import io.github.exectrace.ringbuf.RecordLayout.Exec;
import io.github.exectrace.ringbuf.RecordLayout.Exit;
import io.github.exectrace.ringbuf.RecordLayout.Fork;
import io.github.exectrace.ringbuf.RecordLayout.Head;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns a record of the ring buffer into an event. Copies everything, so the event outlives the
 * record. Never reads outside of the record, whatever is in it. Safe for use by several threads.
 */
final class RecordDecoder {
  private static final ByteString ROOT = ByteString.of("/");
  private static final String DESCRIPTORS = "/fd/";

  private RecordDecoder() {}

  /**
   * Decodes one record.
   *
   * @throws MalformedRecordException if the record contradicts itself
   */
  static ProcessEvent decode(MemorySegment record) {
    try {
      var head = head(record);
      int type = unsignedShort(record, Head.TYPE);
      return switch (type) {
        case RecordLayout.Type.RECORD_FORK ->
            new ProcessEvent.Fork(head, integer(record, Fork.ORIGIN_TID), comm(record, Fork.COMM));
        case RecordLayout.Type.RECORD_EXEC -> exec(head, record);
        case RecordLayout.Type.RECORD_EXEC_FAILED ->
            new ProcessEvent.ExecFailed(
                exec(head, record),
                integer(record, Exec.ERROR),
                (integer(record, Exec.FLAGS) & Exec.FLAG_NO_WAY_BACK) != 0);
        case RecordLayout.Type.RECORD_EXIT -> exit(head, record);
        case RecordLayout.Type.RECORD_ADOPTED ->
            new ProcessEvent.Adopted(head, comm(record, Adopted.COMM), Optional.empty());
        default -> throw new MalformedRecordException("no record has the type " + type);
      };
    } catch (IndexOutOfBoundsException tooShort) {
      throw new MalformedRecordException(
          "a record of " + record.byteSize() + " bytes lacks a part: " + tooShort.getMessage());
    }
  }

  private static ProcessEvent.Head head(MemorySegment record) {
    int size = integer(record, Head.SIZE);
    if (size != record.byteSize()) {
      throw new MalformedRecordException(
          "a record of " + record.byteSize() + " bytes says it has " + size);
    }
    return new ProcessEvent.Head(
        record.get(JAVA_LONG_UNALIGNED, Head.TIME) + KernelTime.offsetNanos(),
        integer(record, Head.PID),
        integer(record, Head.TID),
        integer(record, Head.PARENT_PID),
        integer(record, Head.HOST_PID),
        integer(record, Head.PID_NS),
        integer(record, Head.SPAWN_ID),
        unsignedShort(record, Head.DEPTH),
        record.get(JAVA_LONG_UNALIGNED, Head.STARTED),
        record.get(JAVA_LONG_UNALIGNED, Head.PARENT_STARTED));
  }

  private static ProcessEvent.Exec exec(ProcessEvent.Head head, MemorySegment record) {
    int flags = integer(record, Exec.FLAGS);
    int executableLength = unsignedShort(record, Exec.FILENAME_LEN);
    int interpreterLength = unsignedShort(record, Exec.INTERP_LEN);
    int directoryLength = integer(record, Exec.CWD_LEN);
    int fileLength = integer(record, Exec.FILE_LEN);
    int argumentsLength = integer(record, Exec.ARGS_LEN);

    long offset = Exec.BYTES;
    var executable =
        below(integer(record, Exec.DIRECTORY), string(record, offset, executableLength));
    offset += executableLength;
    var interpreter = optional(string(record, offset, interpreterLength));
    offset += interpreterLength;
    var directory = bytes(record, offset, directoryLength);
    offset += directoryLength;
    var file = bytes(record, offset, fileLength);
    offset += fileLength;
    var arguments = bytes(record, offset, argumentsLength);
    var named = file.length == 0 ? Optional.<KernelPath>empty() : Optional.of(file(file, flags));
    if ((flags & Exec.FLAG_FILE_OF_DESCRIPTOR) != 0) {
      named = named.map(opened -> below(opened, executable));
    } else if ((flags & Exec.FLAG_NO_WAY_BACK) != 0) {
      interpreter = named.map(KernelPath::path).filter(loaded -> !isNamed(loaded, executable));
      named =
          interpreter.isEmpty() && named.isPresent()
              ? named
              : Optional.of(KernelPath.of(executable));
    }
    return new ProcessEvent.Exec(
        head,
        executable,
        interpreter,
        new Arguments(
            arguments,
            integer(record, Exec.ARGUMENT_COUNT),
            unsignedOrUnknown(record, Exec.ARGUMENT_BYTES)),
        unsignedOrUnknown(record, Exec.ENVIRONMENT_BYTES),
        named,
        path(
            directory,
            (flags & Exec.FLAG_CWD_DELETED) != 0,
            (flags & Exec.FLAG_CWD_TRUNCATED) != 0),
        comm(record, Exec.COMM),
        unsigned(record, Exec.UID),
        unsigned(record, Exec.GID),
        unsigned(record, Exec.EUID),
        unsigned(record, Exec.EGID),
        record.get(JAVA_LONG_UNALIGNED, Exec.CGROUP),
        (flags & Exec.FLAG_CGROUPS_OF_READER) != 0);
  }

  private static Optional<ByteString> optional(ByteString text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static KernelPath file(byte[] names, int flags) {
    return path(
        names, (flags & Exec.FLAG_FILE_DELETED) != 0, (flags & Exec.FLAG_FILE_TRUNCATED) != 0);
  }

  /** What {@code /dev/fd/N/path} or {@code /proc/self/fd/N} is, if one knows what N is. */
  private static KernelPath below(KernelPath opened, ByteString executable) {
    int number = executable.indexOf(DESCRIPTORS, 0) + DESCRIPTORS.length();
    int rest = executable.indexOf("/", number);
    return rest < 0
        ? opened
        : new KernelPath(
            opened.path().concat(executable.substring(rest)), opened.deleted(), opened.truncated());
  }

  /** Whether a file is the one that a thread was named after; only the begin of a name is kept. */
  private static boolean isNamed(ByteString path, ByteString thread) {
    var name = path.fileName();
    return name.equals(thread)
        || (name.startsWith(thread) && thread.length() == RecordLayout.COMM_LEN - 1);
  }

  /** Names a file below a descriptor as the kernel does where an exec succeeds (fs/exec.c). */
  private static ByteString below(int directory, ByteString path) {
    if (directory < 0 || path.isAbsolute()) {
      return path;
    }
    var opened = ByteString.of("/dev/fd/" + directory);
    return path.isEmpty() ? opened : opened.resolve(path);
  }

  private static ProcessEvent.Exit exit(ProcessEvent.Head head, MemorySegment record) {
    long runtime = record.get(JAVA_LONG_UNALIGNED, Exit.RUNTIME);
    long userTicks = record.get(JAVA_LONG_UNALIGNED, Exit.UTIME);
    long systemTicks = record.get(JAVA_LONG_UNALIGNED, Exit.STIME);
    long system = systemShare(runtime, userTicks, systemTicks);
    var caller = comm(record, Exit.CALLER);
    return new ProcessEvent.Exit(
        head,
        integer(record, Exit.STATUS),
        (integer(record, Exit.FLAGS) & Exit.FLAG_EXECUTED) != 0,
        record.get(JAVA_LONG_UNALIGNED, Exit.LIFETIME),
        runtime - system,
        system,
        record.get(JAVA_LONG_UNALIGNED, Exit.MAX_RSS),
        comm(record, Exit.COMM),
        (integer(record, Exit.FLAGS) & Exit.FLAG_IN_EXEC) == 0
            ? Optional.empty()
            : Optional.of(caller));
  }

  /**
   * Divides the time on a CPU by the proportion of ticks, as the kernel does for getrusage(2)
   * (cputime_adjust in kernel/sched/cputime.c).
   */
  private static long systemShare(long runtime, long userTicks, long systemTicks) {
    if (systemTicks <= 0) {
      return 0;
    }
    if (userTicks <= 0) {
      return runtime;
    }
    return (long) ((double) runtime * systemTicks / ((double) userTicks + systemTicks));
  }

  /** The names come from the leaf up, each ended by NUL; a root directory has none. */
  private static KernelPath path(byte[] names, boolean deleted, boolean truncated) {
    var path = new byte[names.length];
    int free = path.length;
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        free -= i - start;
        System.arraycopy(names, start, path, free, i - start);
        path[--free] = '/';
        start = i + 1;
      }
    }
    // What no NUL ends, which the kernel program never writes, is left out.
    var used = free == 0 ? path : Arrays.copyOfRange(path, free, path.length);
    return new KernelPath(used.length == 0 ? ROOT : ByteString.wrap(used), deleted, truncated);
  }

  private static ByteString comm(MemorySegment record, long offset) {
    return ByteString.upToNul(bytes(record, offset, RecordLayout.COMM_LEN));
  }

  private static ByteString string(MemorySegment record, long offset, int length) {
    return ByteString.wrap(bytes(record, offset, length));
  }

  private static byte[] bytes(MemorySegment record, long offset, int length) {
    return record.asSlice(offset, length).toArray(JAVA_BYTE);
  }

  private static int integer(MemorySegment record, long offset) {
    return record.get(JAVA_INT_UNALIGNED, offset);
  }

  private static long unsigned(MemorySegment record, long offset) {
    return Integer.toUnsignedLong(integer(record, offset));
  }

  /** UNKNOWN of exectrace.h is the largest number. */
  private static long unsignedOrUnknown(MemorySegment record, long offset) {
    int value = integer(record, offset);
    return value == Arguments.UNKNOWN ? value : Integer.toUnsignedLong(value);
  }

  private static int unsignedShort(MemorySegment record, long offset) {
    return Short.toUnsignedInt(record.get(JAVA_SHORT_UNALIGNED, offset));
  }
}
