package io.github.exectrace.tracer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.exectrace.ringbuf.MalformedRecordException;
import io.github.exectrace.ringbuf.RecordLayout.Fork;
import io.github.exectrace.ringbuf.RecordLayout.Head;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the agent hears of forks beside their events. */
class AgentChannelTest {
  private static final byte[] STACK = "the Java stack".getBytes(StandardCharsets.UTF_8);

  private final AgentChannel channel = new AgentChannel(ThreadStates.COPIED);
  private final Map<Integer, Optional<JavaThreadState>> heard = new HashMap<>();

  private static ByteBuffer fork(int spawnId) {
    return ByteBuffer.allocate(Fork.BYTES + STACK.length)
        .order(ByteOrder.nativeOrder())
        .putShort(Head.DEPTH, (short) 1)
        .putInt(Head.SPAWN_ID, spawnId);
  }

  private void pass(ByteBuffer record) {
    channel.listen(heard::put);
    channel.forked(MemorySegment.ofBuffer(record));
  }

  @Test
  void aForkByAJavaThreadCarriesItsStack() {
    pass(
        fork(7)
            .putLong(Fork.JAVA_THREAD, 0x7f0000001000L)
            .putLong(Fork.OWNER_ID, 31)
            .putLong(Fork.STACK_POINTER, 0x7f0000002000L)
            .putLong(Fork.FRAME_PC, 0x7f0000003000L)
            .putInt(Fork.STACK_LEN, STACK.length)
            .put(Fork.BYTES, STACK));

    var state = heard.get(7).orElseThrow();
    assertThat(state.javaThread()).isEqualTo(0x7f0000001000L);
    assertThat(state.threadId()).isEqualTo(31);
    assertThat(state.stackPointer()).isEqualTo(0x7f0000002000L);
    assertThat(state.framePc()).isEqualTo(0x7f0000003000L);
    assertThat(state.stack().mismatch(MemorySegment.ofArray(STACK))).isEqualTo(-1);
  }

  @Test
  void aForkWhoseThreadIsNotKnownIsHeardOfToo() {
    pass(fork(7));

    assertThat(heard).containsExactly(Map.entry(7, Optional.empty()));
  }

  @Test
  void aForkThatWasAnnouncedIsNot() {
    pass(fork(7).putInt(Fork.MARKED, 1));

    assertThat(heard).isEmpty();
  }

  @Test
  void aForkByADescendantIsNot() {
    pass(fork(7).putShort(Head.DEPTH, (short) 2));

    assertThat(heard).isEmpty();
  }

  @Test
  void aStackLongerThanTheRecordIsRefused() {
    var record = fork(7).putLong(Fork.JAVA_THREAD, 1).putInt(Fork.STACK_LEN, STACK.length + 1);

    assertThatThrownBy(() -> pass(record)).isInstanceOf(MalformedRecordException.class);
  }
}
