package io.github.exectrace.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.exectrace.ringbuf.MalformedRecordException;
import io.github.exectrace.ringbuf.RecordLayout;
import io.github.exectrace.ringbuf.RecordLayout.Adopted;
import io.github.exectrace.ringbuf.RecordLayout.Exec;
import io.github.exectrace.ringbuf.RecordLayout.Exit;
import io.github.exectrace.ringbuf.RecordLayout.Fork;
import io.github.exectrace.ringbuf.RecordLayout.Head;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {
  private static final int ROUNDS = 200_000;
  private static final int FLAGS =
      Exec.FLAG_CWD_TRUNCATED | Exec.FLAG_CWD_DELETED | Exec.FLAG_ARGS_UNREADABLE;

  private static ByteBuffer record(int type, int bytes) {
    var record = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    record.putInt(Head.SIZE, bytes);
    record.putShort(Head.TYPE, (short) type);
    record.putShort(Head.DEPTH, (short) 2);
    record.putLong(Head.TIME, 123_456_789L);
    record.putInt(Head.SPAWN_ID, 7);
    record.putInt(Head.PID, 100);
    record.putInt(Head.TID, 101);
    record.putInt(Head.PARENT_PID, 99);
    record.putInt(Head.HOST_PID, 5100);
    record.putInt(Head.PID_NS, 0xf0000001);
    record.putLong(Head.STARTED, 123_000_000L);
    record.putLong(Head.PARENT_STARTED, 122_000_000L);
    return record;
  }

  private static final ProcessEvent.Head HEAD =
      new ProcessEvent.Head(
          123_456_789L, 100, 101, 99, 5100, 0xf0000001, 7, 2, 123_000_000L, 122_000_000L);

  private static ByteBuffer fork() {
    return record(RecordLayout.Type.RECORD_FORK, Fork.BYTES)
        .putInt(Fork.ORIGIN_TID, 55)
        .putInt(Fork.MARKED, 1)
        .put(Fork.COMM, bytes("worker-1\0rest"));
  }

  private static ByteBuffer adopted() {
    return record(RecordLayout.Type.RECORD_ADOPTED, Adopted.BYTES)
        .put(Adopted.COMM, bytes("daemon\0rest"));
  }

  private static ByteBuffer exec(int type, String file, String interp, String cwd, String args) {
    var tail = new ByteArrayOutputStream();
    List.of(file, interp, cwd, args).forEach(part -> tail.writeBytes(bytes(part)));
    return record(type, Exec.BYTES + tail.size())
        .putLong(Exec.CGROUP, 4711)
        .putInt(Exec.UID, -2) // 4294967294
        .putInt(Exec.GID, 20)
        .putInt(Exec.EUID, 30)
        .putInt(Exec.EGID, 40)
        .putInt(Exec.ERROR, type == RecordLayout.Type.RECORD_EXEC ? 0 : 13)
        .putInt(Exec.ARGUMENT_COUNT, 2)
        .putInt(Exec.ARGUMENT_BYTES, 50)
        .putInt(Exec.ARGS_LEN, bytes(args).length)
        .putInt(Exec.ENVIRONMENT_BYTES, 60)
        .putShort(Exec.FILENAME_LEN, (short) bytes(file).length)
        .putShort(Exec.INTERP_LEN, (short) bytes(interp).length)
        .putInt(Exec.CWD_LEN, bytes(cwd).length)
        .put(Exec.COMM, bytes("sixteen-bytes-16"))
        .put(Exec.BYTES, tail.toByteArray());
  }

  private static ByteBuffer exit(int status) {
    return record(RecordLayout.Type.RECORD_EXIT, Exit.BYTES)
        .putInt(Exit.STATUS, status)
        .putInt(Exit.FLAGS, Exit.FLAG_EXECUTED)
        .putLong(Exit.LIFETIME, 1000)
        .putLong(Exit.RUNTIME, 400)
        .putLong(Exit.UTIME, 30)
        .putLong(Exit.STIME, 10)
        .putLong(Exit.MAX_RSS, 77)
        .put(Exit.COMM, bytes("sh"));
  }

  @ParameterizedTest
  @CsvSource({
    "5, x/y, /dev/fd/5/x/y",
    "0, x/y, /dev/fd/0/x/y",
    "5, '', /dev/fd/5",
    "5, /x/y, /x/y",
    "-1, x/y, x/y",
  })
  void aFileBelowADescriptorIsNamedAsTheKernelDoes(int directory, String file, String named) {
    var record =
        exec(RecordLayout.Type.RECORD_EXEC, file, "", "", "a").putInt(Exec.DIRECTORY, directory);

    assertThat(((ProcessEvent.Exec) decode(record)).executable()).isEqualTo(ByteString.of(named));
  }

  @ParameterizedTest
  @CsvSource({"30, 10, 100", "0, 10, 400", "30, 0, 0", "0, 0, 0", "-1, 10, 400", "10, -1, 0"})
  void theTimeOnACpuIsDividedAsTheTicksAre(long userTicks, long systemTicks, long system) {
    var record = exit(0).putLong(Exit.UTIME, userTicks).putLong(Exit.STIME, systemTicks);
    var exit = (ProcessEvent.Exit) decode(record);

    assertThat(exit.systemNanos()).isEqualTo(system);
    assertThat(exit.userNanos()).isEqualTo(400 - system);
  }

  @Test
  void whatIsNotKnownIsNoNumber() {
    var record =
        exec(RecordLayout.Type.RECORD_EXEC_FAILED, "/a", "", "", "a\0b\0c")
            .putInt(Exec.ARGUMENT_COUNT, -1)
            .putInt(Exec.ARGUMENT_BYTES, -1)
            .putInt(Exec.ENVIRONMENT_BYTES, -1);
    var attempt = ((ProcessEvent.ExecFailed) decode(record)).attempt();

    assertThat(attempt.arguments().count()).isEqualTo(Arguments.UNKNOWN);
    assertThat(attempt.arguments().totalBytes()).isEqualTo(Arguments.UNKNOWN);
    assertThat(attempt.arguments().truncated()).isTrue();
    assertThat(attempt.arguments().toCommandLine()).isEqualTo("a b c …");
    assertThat(attempt.environmentBytes()).isEqualTo(Arguments.UNKNOWN);
  }

  @Test
  void anEndWithinAnExecNamesItsCaller() {
    var record =
        exit(11)
            .putInt(Exit.FLAGS, Exit.FLAG_EXECUTED | Exit.FLAG_IN_EXEC)
            .put(Exit.CALLER, bytes("bash"));

    assertThat(((ProcessEvent.Exit) decode(record)).callerName()).contains(ByteString.of("bash"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ProcessEvent decode(ByteBuffer record) {
    return RecordDecoder.decode(MemorySegment.ofBuffer(record));
  }

  @Test
  void aForkNamesItsOrigin() {
    assertThat(decode(fork()))
        .isEqualTo(new ProcessEvent.Fork(HEAD, 55, ByteString.of("worker-1")));
  }

  @Test
  void anAdoptedProcessHasAName() {
    assertThat(decode(adopted()))
        .isEqualTo(new ProcessEvent.Adopted(HEAD, ByteString.of("daemon"), Optional.empty()));
  }

  @Test
  void anExecHasAllItsParts() {
    var record =
        exec(RecordLayout.Type.RECORD_EXEC, "/a/script", "/bin/sh", "leaf\0top\0", "sh\0-c\0cut");
    var event = (ProcessEvent.Exec) decode(record);

    assertThat(event.head()).isEqualTo(HEAD);
    assertThat(event.executable()).hasToString("/a/script");
    assertThat(event.interpreter()).contains(ByteString.of("/bin/sh"));
    assertThat(event.workingDirectory()).isEqualTo(KernelPath.of("/top/leaf"));
    assertThat(event.arguments().block()).isEqualTo(bytes("sh\0-c\0cut"));
    assertThat(event.arguments().count()).isEqualTo(2);
    assertThat(event.environmentBytes()).isEqualTo(60);
    assertThat(event.arguments().totalBytes()).isEqualTo(50);
    assertThat(event.callerName()).hasToString("sixteen-bytes-16");
    assertThat(event.userId()).isEqualTo(4_294_967_294L);
    assertThat(event.groupId()).isEqualTo(20);
    assertThat(event.effectiveUserId()).isEqualTo(30);
    assertThat(event.effectiveGroupId()).isEqualTo(40);
    assertThat(event.cgroup()).isEqualTo(4711);
  }

  @Test
  void aRootDirectoryHasNoNamesAndMayBeGone() {
    var record = exec(RecordLayout.Type.RECORD_EXEC, "ls", "", "", "").putInt(Exec.FLAGS, FLAGS);
    var event = (ProcessEvent.Exec) decode(record);

    assertThat(event.interpreter()).isEmpty();
    assertThat(event.workingDirectory()).isEqualTo(new KernelPath(ByteString.of("/"), true, true));
    assertThat(event.arguments().truncated()).isTrue();
  }

  @Test
  void aFailedExecCountsItsArgumentsItself() {
    var record = exec(RecordLayout.Type.RECORD_EXEC_FAILED, "/x", "", "", "x\0y\0z\0");
    var event = (ProcessEvent.ExecFailed) decode(record);

    assertThat(event.head()).isEqualTo(HEAD);
    assertThat(event.errno()).isEqualTo(13);
    assertThat(event.attempt().arguments().count()).isEqualTo(2);
    assertThat(event.fatal()).isFalse();
  }

  @Test
  void anExitDividesItsTimeByTicks() {
    var event = (ProcessEvent.Exit) decode(exit(42 << 8));

    assertThat(event)
        .isEqualTo(
            new ProcessEvent.Exit(
                HEAD, 42 << 8, true, 1000, 300, 100, 77, ByteString.of("sh"), Optional.empty()));
    assertThat(event.exitCode()).isEqualTo(42);
    assertThat(event.signal()).isZero();
    assertThat(event.coreDumped()).isFalse();
  }

  @Test
  void aSignalAndItsCoreAreRead() {
    var event = (ProcessEvent.Exit) decode(exit(0x80 | 11));

    assertThat(event.signal()).isEqualTo(11);
    assertThat(event.coreDumped()).isTrue();
    assertThat(event.exitCode()).isEqualTo(-1);
  }

  @Test
  void aPathThatIsNoTextKeepsItsBytes() {
    var record =
        exec(RecordLayout.Type.RECORD_EXEC, "/x?", "", "", "").put(Exec.BYTES + 2, (byte) 0xff);

    assertThat(((ProcessEvent.Exec) decode(record)).executable())
        .isEqualTo(ByteString.of(new byte[] {'/', 'x', (byte) 0xff}));
  }

  @Test
  void aWrongSizeOrTypeIsRefused() {
    assertThatThrownBy(() -> decode(fork().putInt(Head.SIZE, Fork.BYTES + 8)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("says it has " + (Fork.BYTES + 8));
    assertThatThrownBy(() -> decode(fork().putShort(Head.TYPE, (short) 9)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("type 9");
    assertThatThrownBy(() -> decode(ByteBuffer.allocate(0)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void atAnyLengthARecordIsReadOrRefused() {
    for (var valid : valid()) {
      for (int length = 0; length < valid.length; length++) {
        var cut = Arrays.copyOf(valid, length);
        if (length >= Integer.BYTES) {
          ByteBuffer.wrap(cut).order(ByteOrder.nativeOrder()).putInt(Head.SIZE, length);
        }
        assertThatThrownBy(() -> RecordDecoder.decode(MemorySegment.ofArray(cut)))
            .isInstanceOf(MalformedRecordException.class);
      }
    }
  }

  @Test
  void whateverIsInARecordItIsReadOrRefused() {
    var random = new Random(1);
    var valid = valid();
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var bytes = valid.get(random.nextInt(valid.size())).clone();
      if (i % 4 == 0) {
        random.nextBytes(bytes);
      }
      for (int changes = random.nextInt(6); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (i % 2 == 0) {
        var record = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        record.putInt(Head.SIZE, bytes.length).putShort(Head.TYPE, (short) (1 + i / 2 % 5));
      }
      try {
        assertThat(RecordDecoder.decode(MemorySegment.ofArray(bytes)).head()).isNotNull();
      } catch (MalformedRecordException expected) {
        refused++;
      }
    }
    // Both really happened.
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
  }

  private static List<byte[]> valid() {
    return Stream.of(
            fork(),
            exec(RecordLayout.Type.RECORD_EXEC, "/a", "/bin/sh", "leaf\0top\0", "sh\0-c\0cut"),
            exec(RecordLayout.Type.RECORD_EXEC_FAILED, "/x", "", "dir\0", "x\0y\0"),
            exit(0),
            adopted())
        .map(RecordDecoderTest::content)
        .toList();
  }

  private static byte[] content(ByteBuffer record) {
    var content = new byte[record.capacity()];
    record.get(0, content);
    return content;
  }
}
