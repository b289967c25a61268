package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.OnCommand;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import io.github.exectrace.harness.Trace.Exit;
import io.github.exectrace.harness.Trace.Spawn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each event is in a recording once, however often that goes on in another chunk. */
@Privileged
class ChunksTest {
  private static final int CHUNK_SIZE_OFFSET = 8; // of the header of 68 bytes (jdk.jfr ChunkHeader)

  // The recorder looks once a second whether a chunk is full; these fill one in that time. They
  // differ, because the recorder writes equal texts once.
  private static final String LONG_ZERO = "0." + "0".repeat(60_000) + "{}";

  private static final String SMALL =
      "-XX:FlightRecorderOptions:maxchunksize=1M,memorysize=1M,globalbuffersize=64k";

  @TempDir private Path scratch;

  private Running start(String... flags) {
    return Jvm.running(scratch, OnCommand.class).flags(flags).agent("argbytes=64k").start();
  }

  private static int chunks(Path recording) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(recording));
    int count = 0;
    for (int at = 0; at < bytes.limit(); count++) {
      at += Math.toIntExact(bytes.getLong(at + CHUNK_SIZE_OFFSET));
    }
    return count;
  }

  private static List<Integer> pids(String answer) {
    return Arrays.stream(answer.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static void checkEachOnce(Trace trace, List<Integer> pids) {
    assertThat(trace.spawns()).extracting(Spawn::pid).containsExactlyInAnyOrderElementsOf(pids);
    assertThat(trace.programs()).extracting(Exec::pid).containsExactlyInAnyOrderElementsOf(pids);
    assertThat(trace.exits()).extracting(Exit::pid).containsExactlyInAnyOrderElementsOf(pids);
    assertThat(trace.lastStatistics().lost()).isZero();
    assertThat(trace.lastStatistics().unattributed()).isZero();
  }

  private static void checkStreamedOnce(String[] streamed, List<Integer> pids) {
    assertThat(streamed)
        .containsExactlyInAnyOrderElementsOf(
            pids.stream()
                .flatMap(pid -> Stream.of("launcher " + pid, "exec " + pid, "exit " + pid))
                .toList());
  }

  @Test
  void dumpsInBetween() throws IOException {
    try (var jvm = start()) {
      jvm.order("start", "a");
      jvm.order("stream", "s");
      var pids = new ArrayList<Integer>();
      for (int i = 0; i < 4; i++) {
        // The dump is asked for while the processes start, so that some are under way.
        var started = CompletableFuture.supplyAsync(() -> jvm.order("runs", "25", "/bin/true"));
        jvm.jcmd("JFR.dump", "filename=" + scratch.resolve("dump" + i));
        pids.addAll(pids(started.join()));
      }
      var streamed = jvm.order("end-stream", "s").split(",", -1);
      jvm.order("stop", "a");
      var file = scratch.resolve("a.jfr");
      var trace = Trace.read(file);

      assertThat(pids).hasSize(100);
      checkEachOnce(trace, pids);
      // Four dumps, the stream's begin and end.
      assertThat(chunks(file)).isEqualTo(7);
      assertThat(trace.statistics()).hasSize(chunks(file));
      checkStreamedOnce(streamed, pids);
    }
  }

  @Test
  void chunksThatAreFull() throws IOException {
    try (var jvm = start(SMALL)) {
      jvm.order("start", "a");
      jvm.order("stream", "s"); // has the recorder write each second
      var pids = pids(jvm.order("runs", "100", "/bin/sleep", "0.03", LONG_ZERO));
      var streamed = jvm.order("end-stream", "s").split(",", -1);
      jvm.order("stop", "a");
      var file = scratch.resolve("a.jfr");
      var trace = Trace.read(file);

      checkEachOnce(trace, pids);
      checkStreamedOnce(streamed, pids);
      assertThat(chunks(file)).isGreaterThan(3);
      assertThat(trace.statistics()).hasSize(chunks(file));
      assertThat(trace.lastStatistics().delivered())
          .isEqualTo(2 * pids.size() + trace.execs().size());
    }
  }

  @Test
  void oldChunksAreDroppedAsAWhole() throws IOException {
    try (var jvm = start(SMALL)) {
      jvm.jcmd("JFR.start", "name=b", "maxsize=6M", "filename=" + scratch.resolve("b.jfr"));
      jvm.order("stream", "s"); // has the recorder write each second
      var pids = pids(jvm.order("runs", "100", "/bin/sleep", "0.03", LONG_ZERO));
      jvm.jcmd("JFR.stop", "name=b");
      var trace = Trace.read(scratch.resolve("b.jfr"));

      assertThat(trace.spawns()).extracting(Spawn::pid).hasSizeBetween(1, 99);
      var kept = pids.subList(pids.size() - trace.spawns().size(), pids.size());
      assertThat(trace.spawns()).extracting(Spawn::pid).containsExactlyElementsOf(kept);
      // What the kernel reported of the first may stand in the chunk before: a start is written
      // when
      // it returns, by when the reader may have written the exec.
      var certain = kept.subList(1, kept.size());
      assertThat(trace.programs())
          .extracting(Exec::pid)
          .containsAll(certain)
          .doesNotHaveDuplicates();
      assertThat(trace.exits()).extracting(Exit::pid).containsAll(certain).doesNotHaveDuplicates();
      assertThat(trace.statistics()).hasSize(chunks(scratch.resolve("b.jfr")));
    }
  }
}
