package io.github.exectrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file, there is a report that says so, or a sentence; and soon. */
class DamagedRecordingTest {
  private static final Pattern NO_SENTENCE =
      Pattern.compile(
          "Exception|Error\\b|java\\.|jdk\\.jfr\\.(?:internal|consumer)|\\p{Cntrl}|\\.class");
  private static final int STATE_AT = 64;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir private static Path scratch;
  private static byte[] good;
  private static int lastChunk;

  @BeforeAll
  static void record() throws IOException {
    FlightRecorder.addPeriodicEvent(
        SmallRecording.Statistics.class, new SmallRecording.Statistics()::commit);
    var file = scratch.resolve("good.jfr");
    SmallRecording.record(
        file,
        () -> {
          for (int id = 1; id <= 60; id++) {
            SmallRecording.start(id);
            if (id % 20 == 0) {
              rotate();
            }
          }
        });
    good = Files.readAllBytes(file);
    lastChunk = SmallRecording.chunks(good).reversed().get(1);
    assertThat(SmallRecording.chunks(good).size()).isGreaterThan(3);
  }

  /** Another recording that begins has the recorder go on in a new chunk. */
  private static void rotate() {
    try (var other = new jdk.jfr.Recording()) {
      other.start();
    }
  }

  private static Report read(byte[] bytes) throws IOException {
    var file = SmallRecording.write(scratch.resolve("damaged.jfr"), bytes);
    return assertTimeoutPreemptively(LONGEST, () -> SmallRecording.read(file));
  }

  /** Reads it; null if it was refused with a sentence. */
  private static Report check(String what, byte[] bytes) {
    try {
      var report = read(bytes);
      for (var recording : report.recordings()) {
        assertThat(recording.damage()).as(what).doesNotContainPattern(NO_SENTENCE);
      }
      return report;
    } catch (IOException refused) {
      assertThat(refused.getMessage()).as(what).contains("damaged.jfr");
      assertThat(refused.getMessage()).as(what).doesNotContainPattern(NO_SENTENCE);
      return null;
    }
  }

  private static byte[] with(int at, int value) {
    var bytes = good.clone();
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] with(int at, long value) {
    var bytes = good.clone();
    ByteBuffer.wrap(bytes).putLong(at, value);
    return bytes;
  }

  @Test
  void anUndamagedFileIsReadAsAWhole() throws IOException {
    var report = read(good);
    assertThat(report.totals().starts()).isEqualTo(60);
    assertThat(report.totals().exits()).isEqualTo(60);
    assertThat(report.recordings()).allMatch(recording -> recording.damage().isEmpty());
    assertThat(report.jvms()).singleElement().matches(JvmRun::isAccountedFor);
  }

  @Test
  void aFileThatIsCutAnywhereIsReportedUpToThere() {
    var random = new Random(15);
    var chunks = SmallRecording.chunks(good);
    for (int i = 0; i < 100; i++) {
      int chunk = chunks.get(random.nextInt(chunks.size() - 1));
      int length = i % 3 == 0 ? Math.min(good.length - 1, chunk + i) : random.nextInt(good.length);
      if (chunks.contains(length)) {
        continue; // a shorter recording, but a whole one
      }
      var what = "cut at " + length;
      var report = check(what, Arrays.copyOf(good, length));
      if (report != null) {
        assertThat(report.recordings().getFirst().damage()).as(what).contains("cut off");
        assertThat(report.totals().starts()).as(what).isLessThanOrEqualTo(60);
      } else {
        assertThat(length).as(what).isLessThan(chunks.get(1));
      }
    }
  }

  @Test
  void noByteOfAHeaderCanDoHarm() {
    for (int chunk : new int[] {0, lastChunk}) {
      for (int at = 0; at < ChunkHeader.BYTES; at++) {
        for (int value : new int[] {0, chunk == 0 ? 0x7f : 0x80, 0xff}) {
          if (good[chunk + at] != (byte) value) {
            check("byte %d of a header is %d".formatted(at, value), with(chunk + at, value));
          }
        }
      }
    }
  }

  @Test
  void noSizeOrPositionLeadsBackOrAstray() {
    for (int chunk : new int[] {0, lastChunk}) {
      for (int field = 8; field < STATE_AT; field += Long.BYTES) {
        for (long value : new long[] {Long.MIN_VALUE, -1, 0, 1, 67, 68, 1L << 33, Long.MAX_VALUE}) {
          check("field %d is %d".formatted(field, value), with(chunk + field, value));
        }
      }
    }
  }

  @Test
  void noOtherByteCanDoHarmEither() {
    var random = new Random(19);
    for (int i = 0; i < 200; i++) {
      var bytes = good.clone();
      int at = random.nextInt(ChunkHeader.BYTES, good.length);
      int length = i % 3 == 0 ? 1 : random.nextInt(1, 40);
      for (int j = at; j < Math.min(good.length, at + length); j++) {
        bytes[j] = (byte) (i % 2 == 0 ? random.nextInt() : i % 5 == 0 ? 0 : 0xff);
      }
      check("%d bytes from %d on, %d".formatted(length, at, i), bytes);
    }
  }

  @Test
  void nothingAtTheEndsOfTablesAndDescriptionsCanDoHarm() {
    var random = new Random(20);
    var header = ByteBuffer.wrap(good);
    for (int chunk : new int[] {0, lastChunk}) {
      for (int position : new int[] {16, 24}) {
        int at = chunk + Math.toIntExact(header.getLong(chunk + position));
        for (int i = 0; i < 40; i++) {
          int here = Math.min(good.length - 1, at + random.nextInt(60));
          check("byte %d behind %d".formatted(here - at, at), with(here, random.nextInt(256)));
        }
      }
    }
  }

  @Test
  void anUnfinishedChunkIsReportedAndSaidToBeCutOff() throws IOException {
    for (int state : new int[] {1, 5, 254, 255}) {
      var report = read(with(lastChunk + STATE_AT, state));
      assertThat(report.totals().starts()).as("state " + state).isBetween(40L, 60L);
      assertThat(report.recordings().getFirst().damage()).contains("killed or still runs");
    }
    // As jfr assemble makes it, of a JVM that went on in another chunk or of two JVMs.
    for (int state : new int[] {1, 255}) {
      var report = read(with(STATE_AT, state));
      assertThat(report.totals().starts()).as("state " + state).isBetween(40L, 60L);
      assertThat(report.recordings().getFirst().damage()).contains("killed or still runs");
    }
  }

  @Test
  void whatWasWrittenBehindTheLastFlushIsNotTakenForAChunk() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(Arrays.copyOf(with(STATE_AT, 1), SmallRecording.chunks(good).get(1)));
    bytes.write(Arrays.copyOfRange(good, ChunkHeader.BYTES, ChunkHeader.BYTES + 1_000));
    bytes.write(good, SmallRecording.chunks(good).get(1), good.length / 4);
    bytes.write(good);
    var report = read(bytes.toByteArray());
    assertThat(report.totals().starts()).isEqualTo(60);
  }

  @Test
  void aFileThatIsEmptyOrAFragmentIsRefusedWithWhatToDo() throws IOException {
    for (var bytes :
        new byte[][] {{}, {'F'}, "FLR\0".getBytes(StandardCharsets.US_ASCII), new byte[100]}) {
      assertThat(check("length " + bytes.length, bytes)).isNull();
    }
    assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("repository");
  }

  @Test
  void whatIsNoFileIsNotOpened() throws IOException {
    var fifo = scratch.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().onExit().join().exitValue())
        .isZero();
    for (var file : new Path[] {fifo, Path.of("/dev/zero"), Path.of("/dev/null")}) {
      assertThatThrownBy(() -> assertTimeoutPreemptively(LONGEST, () -> SmallRecording.read(file)))
          .hasMessageContaining(file.toString())
          .hasMessageContaining("pipe, a device or a socket");
    }
  }

  @Test
  void inAFolderRecordingsAreReadAndTheRestIsSaid() throws IOException {
    var folder = Files.createDirectories(scratch.resolve("folder"));
    assertThatThrownBy(() -> SmallRecording.read(folder)).hasMessageContaining("folder without");
    Files.write(folder.resolve("a.jfr"), good);
    Files.write(folder.resolve("b.jfr"), new byte[0]);
    Files.writeString(folder.resolve("c.jfr"), "no recording");
    Files.write(
        Files.createDirectory(folder.resolve("2026_01_01_01_01_01_77")).resolve("d.jfr"),
        with(STATE_AT, 2));
    var report = SmallRecording.read(folder);
    assertThat(report.totals().starts()).isEqualTo(60);
    assertThat(report.recordings()).hasSize(4);
    assertThat(report.recordings())
        .filteredOn(recording -> !recording.damage().isEmpty())
        .hasSize(3);
  }

  @Test
  void besideAFileThatIsNotWrittenYetLiesWhatIsReported() throws IOException {
    var file = scratch.resolve("app.jfr");
    var repository = scratch.resolve("app.jfr.unfinished").resolve("2026_01_01_01_01_01_78");
    Files.createDirectories(repository);
    Files.write(repository.resolve("a.jfr"), with(lastChunk + STATE_AT, 3));
    assertThat(SmallRecording.read(file).totals().starts()).isBetween(40L, 60L);
    Files.createFile(file);
    var report = SmallRecording.read(file);
    assertThat(report.totals().starts()).isBetween(40L, 60L);
    assertThat(report.recordings())
        .extracting(Recording::damage)
        .anyMatch(damage -> damage.equals("it is empty"))
        .anyMatch(damage -> damage.contains("killed or still runs"));
    Files.write(file, good);
    assertThat(SmallRecording.read(file).recordings()).hasSize(1);
  }
}
