package io.github.exectrace.tracer;

import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.ringbuf.RecordLayout.Exec;
import io.github.exectrace.ringbuf.RecordLayout.Head;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An exec of random bytes, many of them made to look like something else, as the kernel program
 * writes it; with what was put in, to compare with what comes out.
 *
 * @param file empty if the record has none
 * @param words the arguments as far as they were captured
 */
public record HostileExec(
    ProcessEvent.Exec event,
    ByteString executable,
    ByteString interpreter,
    ByteString directory,
    ByteString file,
    ByteString comm,
    List<ByteString> words,
    boolean cut,
    boolean directoryCut,
    boolean directoryDeleted,
    boolean fileDeleted) {
  private static final int LONGEST = 12;
  private static final String SPECIAL = "$'\\\"\n\tx41 …=~é,]. ";
  private static final List<String> FORGERIES =
      List.of(
          "\n}\n\nexectrace.ProcessExec {\n  pid = 1",
          "\",\"pid\":1,\"argv\":[\"",
          "\"}\n{\"event\":\"exec\"}",
          "] /bin/forged",
          ", filename=/bin/forged",
          "$'\\x41'",
          "$'",
          " (deleted)",
          "…",
          " …",
          "...",
          "\u001b[2J",
          "\u009b2J",
          "\u202e",
          "\u034f",
          "\u3164",
          "\ue000",
          "\u2028",
          "\u0338",
          "\\x1b",
          "\ufffd");

  /** Of a process that is numbered so by the host and cannot be seen by its pid. */
  public static HostileExec random(Random random, int hostPid) {
    var executable = bytes(random, LONGEST);
    var interpreter = random.nextInt(3) == 0 ? bytes(random, LONGEST) : new byte[0];
    var comm = Arrays.copyOf(bytes(random, LONGEST), random.nextInt(RecordLayout.COMM_LEN));
    comm = upToNul(comm);
    var directories = names(random);
    List<byte[]> files = random.nextInt(4) == 0 ? names(random) : List.of();
    var block = new ByteArrayOutputStream();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      block.writeBytes(bytes(random, LONGEST));
      block.write(0);
    }
    var arguments = block.toByteArray();
    boolean cut = random.nextInt(4) == 0;
    var captured = cut ? Arrays.copyOf(arguments, random.nextInt(arguments.length)) : arguments;
    boolean directoryCut = random.nextInt(4) == 0;
    boolean directoryDeleted = random.nextInt(4) == 0;
    boolean fileDeleted = !files.isEmpty() && random.nextBoolean();
    int flags =
        (directoryCut ? Exec.FLAG_CWD_TRUNCATED : 0)
            | (directoryDeleted ? Exec.FLAG_CWD_DELETED : 0)
            | (fileDeleted ? Exec.FLAG_FILE_DELETED : 0);

    var tail = new ByteArrayOutputStream();
    var leafFirst = leafFirst(directories);
    var fileLeafFirst = leafFirst(files);
    List.of(executable, interpreter, leafFirst, fileLeafFirst, captured).forEach(tail::writeBytes);
    int bytes = Exec.BYTES + tail.size();
    var record =
        ByteBuffer.allocate(bytes)
            .order(ByteOrder.nativeOrder())
            .putInt(Head.SIZE, bytes)
            .putShort(Head.TYPE, (short) RecordLayout.Type.RECORD_EXEC)
            .putLong(Head.TIME, System.nanoTime() - KernelTime.offsetNanos())
            .putInt(Head.HOST_PID, hostPid)
            .putLong(Exec.CGROUP, -1)
            .putInt(Exec.FLAGS, flags)
            .putInt(Exec.DIRECTORY, -1)
            .putInt(Exec.ARGUMENT_COUNT, count)
            .putInt(Exec.ARGUMENT_BYTES, arguments.length)
            .putInt(Exec.ARGS_LEN, captured.length)
            .putShort(Exec.FILENAME_LEN, (short) executable.length)
            .putShort(Exec.INTERP_LEN, (short) interpreter.length)
            .putInt(Exec.CWD_LEN, leafFirst.length)
            .putInt(Exec.FILE_LEN, fileLeafFirst.length)
            .put(Exec.COMM, comm)
            .put(Exec.BYTES, tail.toByteArray());
    return new HostileExec(
        (ProcessEvent.Exec) RecordDecoder.decode(MemorySegment.ofBuffer(record)),
        ByteString.of(executable),
        ByteString.of(interpreter),
        path(directories),
        path(files),
        ByteString.of(comm),
        words(captured),
        cut,
        directoryCut,
        directoryDeleted,
        fileDeleted);
  }

  /** How many byte strings it is made of. */
  public int strings() {
    return 5 + words.size();
  }

  /** Of any bytes, of what quoting looks at, of UTF-8 from all of Unicode, or forged. */
  private static byte[] bytes(Random random, int longest) {
    var text = new StringBuilder();
    var bytes = new byte[random.nextInt(longest)];
    int kind = random.nextInt(4);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(255));
      switch (kind) {
        case 1 -> text.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
        case 2 -> {
          int character = 1 + random.nextInt(Character.MAX_CODE_POINT);
          text.appendCodePoint(
              Character.getType(character) == Character.SURROGATE ? 'x' : character);
        }
        case 3 -> text.append(i % 3 == 0 ? FORGERIES.get(random.nextInt(FORGERIES.size())) : "a");
        default -> {}
      }
    }
    return kind == 0 ? bytes : text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Of files and directories: not empty, and without a slash. */
  private static List<byte[]> names(Random random) {
    var names = new ArrayList<byte[]>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var name = bytes(random, LONGEST);
      for (int j = 0; j < name.length; j++) {
        name[j] = name[j] == '/' ? (byte) '.' : name[j];
      }
      names.add(name.length == 0 ? new byte[] {'x'} : name);
    }
    return names;
  }

  private static byte[] leafFirst(List<byte[]> names) {
    var bytes = new ByteArrayOutputStream();
    for (var name : names.reversed()) {
      bytes.writeBytes(name);
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  private static ByteString path(List<byte[]> names) {
    var path = new ByteArrayOutputStream();
    for (var name : names) {
      path.write('/');
      path.writeBytes(name);
    }
    return ByteString.of(path.toByteArray());
  }

  private static byte[] upToNul(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static List<ByteString> words(byte[] block) {
    var words = new ArrayList<ByteString>();
    int start = 0;
    for (int i = 0; i <= block.length; i++) {
      if (i == block.length ? start < i : block[i] == 0) {
        words.add(ByteString.of(Arrays.copyOfRange(block, start, i)));
        start = i + 1;
      }
    }
    return words;
  }
}
