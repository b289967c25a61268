package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.spawn.StackSample;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.KernelPath;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.RunningProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of processes whose records were lost because the ring buffer was full. */
class EventWriterTest {
  private static final int PID = 4711;

  @TempDir private Path scratch;

  @BeforeAll
  static void register() {
    FlightRecorder.register(ProcessExecEvent.class);
    FlightRecorder.register(ProcessExitEvent.class);
    FlightRecorder.register(ProcessAdoptedEvent.class);
  }

  private static ProcessEvent.Head head(long started) {
    long now = System.nanoTime();
    return new ProcessEvent.Head(now, PID, PID, 1, PID, 1, 0x40000001, 1, started, 0);
  }

  private static ProcessEvent.Fork fork(long started) {
    return new ProcessEvent.Fork(head(started), 1, ByteString.of("java"));
  }

  private static ProcessEvent.Exec exec(long started, String program) {
    var block = (program + "\0").getBytes(StandardCharsets.UTF_8);
    return new ProcessEvent.Exec(
        head(started),
        ByteString.of(program),
        Optional.empty(),
        new Arguments(block, 1, block.length),
        0,
        Optional.empty(),
        KernelPath.of("/"),
        ByteString.of("java"),
        0,
        0,
        0,
        0,
        -1,
        false);
  }

  private static ProcessEvent.Exit exit(long started) {
    return new ProcessEvent.Exit(
        head(started), 0, true, 1, 0, 0, 0, ByteString.of("name"), Optional.empty());
  }

  @Test
  void anEndWithinAnExecHasTheNameOfTheProgramThatWasNotBecome() throws IOException {
    var killed =
        new ProcessEvent.Exit(
            head(1),
            11,
            true,
            1,
            0,
            0,
            0,
            ByteString.of("second"),
            Optional.of(ByteString.of("first")));
    var exits = exits(fork(1), exec(1, "/first"), killed);

    assertThat(exits).hasSize(1);
    var event = exits.getFirst();
    assertThat(event.getString("commandLine")).isEqualTo("second …");
    assertThat(event.getString("name")).isEqualTo("second");
    assertThat(event.getBoolean("killedInExec")).isTrue();
    assertThat(event.getString("callerName")).isEqualTo("first");
  }

  /** As the kernel gave it: no thread of this JVM, and no mark. */
  private static SpawnRegistry spawnsWithOne() {
    var spawns = new SpawnRegistry();
    spawns.found(
        head(0).spawnId(),
        new StackSample(Optional.empty(), Optional.empty(), 1, List.of(), false, 0));
    return spawns;
  }

  @Test
  void aProcessWhoseEndWasLostIsForgottenWithItsStart() {
    var spawns = spawnsWithOne();
    var writer = new EventWriter(spawns, Optional.empty());
    writer.write(fork(1));
    writer.sweep(ignored -> false);
    writer.sweep(ignored -> false);
    assertThat(writer.livingProcesses()).isEqualTo(1);

    writer.sweep(ignored -> true);
    assertThat(writer.livingProcesses()).isEqualTo(1); // its end may be unread
    writer.sweep(ignored -> true);
    assertThat(writer.livingProcesses()).isZero();
    assertThat(spawns.size()).isZero();
  }

  @Test
  void aStartIsForgottenThoughAPidCameAgainMeanwhile() {
    var spawns = spawnsWithOne();
    var writer = new EventWriter(spawns, Optional.empty());
    writer.write(fork(1));
    writer.write(fork(2)); // the first one's end was lost
    writer.write(exit(2));

    assertThat(writer.livingProcesses()).isZero();
    assertThat(spawns.size()).isZero();
  }

  @Test
  void aStartIsNotForgottenBecauseAForkWasLost() {
    var spawns = spawnsWithOne();
    var writer = new EventWriter(spawns, Optional.empty());
    writer.write(fork(1));
    writer.write(other(exit(2))); // its fork was lost; the first one lives on

    assertThat(spawns.size()).isEqualTo(1);
  }

  private static ProcessEvent.Exit other(ProcessEvent.Exit exit) {
    var head = exit.head();
    var another =
        new ProcessEvent.Head(
            head.timeNanos(),
            PID + 1,
            PID + 1,
            1,
            PID + 1,
            head.pidNamespace(),
            head.spawnId(),
            1,
            head.startedNanos(),
            head.parentStartedNanos());
    return new ProcessEvent.Exit(
        another, 0, true, 1, 0, 0, 0, ByteString.of("name"), Optional.empty());
  }

  private List<RecordedEvent> exits(ProcessEvent... events) throws IOException {
    var file = scratch.resolve("events.jfr");
    try (var recording = new Recording()) {
      recording.start();
      var writer = new EventWriter(new SpawnRegistry(), Optional.empty());
      writer.use(ArgumentPolicy.FULL, Redaction.DEFAULT);
      for (var event : events) {
        writer.write(event);
      }
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(EventNames.PROCESS_EXIT))
        .toList();
  }

  @Test
  void theEndHasTheCommandLineOfTheLastProgram() throws IOException {
    var exits = exits(fork(1), exec(1, "/first"), exec(1, "/second"), exit(1));

    assertThat(exits).hasSize(1);
    assertThat(exits.getFirst().getString("commandLine")).isEqualTo("/second");
  }

  @Test
  void aProcessWhoseForkAndExecWereLostIsNotTakenForTheOneBefore() throws IOException {
    // Lost: the first one's exit, the second one's fork and exec.
    var exits = exits(fork(1), exec(1, "/first"), exit(2));

    assertThat(exits).hasSize(1);
    assertThat(exits.getFirst().getString("commandLine")).isNull();
  }

  @Test
  void aProcessWhoseForkWasLostIsNotTakenForTheOneBefore() throws IOException {
    var exits = exits(exec(1, "/first"), exec(2, "/second"), exit(2));

    assertThat(exits).hasSize(1);
    assertThat(exits.getFirst().getString("commandLine")).isEqualTo("/second");
  }

  @Test
  void whatProcTellsIsRedactedLikeTheRest() throws IOException {
    var block = "curl\0--password=hunter2\0".getBytes(StandardCharsets.UTF_8);
    var program =
        new RunningProgram(
            Optional.of(KernelPath.of("/bin/curl")),
            Optional.of(new Arguments(block, 2, block.length)),
            Optional.empty());

    var exits =
        exits(
            new ProcessEvent.Adopted(head(4), ByteString.of("curl"), Optional.of(program)),
            exit(4));

    assertThat(exits).hasSize(1);
    assertThat(exits.getFirst().getString("commandLine"))
        .startsWith("curl ")
        .contains("--password=")
        .doesNotContain("hunter2");
  }

  @Test
  void theEndOfAProcessThatRanBeforeAStricterRedactionIsMasked() throws IOException {
    var file = scratch.resolve("events.jfr");
    try (var recording = new Recording()) {
      recording.start();
      var writer = new EventWriter(new SpawnRegistry(), Optional.empty());
      writer.use(ArgumentPolicy.FULL, Redaction.NONE);
      writer.write(fork(1));
      writer.write(exec(1, "--password=hunter2"));
      writer.use(ArgumentPolicy.FULL, Redaction.DEFAULT);
      writer.write(exit(1));
      recording.stop();
      recording.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals(EventNames.PROCESS_EXIT))
        .singleElement()
        .extracting(event -> event.getString("commandLine"))
        .isNull();
  }

  @Test
  void theEndOfAProcessThatRanBeforeALaxerRedactionKeepsItsCommandLine() throws IOException {
    var file = scratch.resolve("events.jfr");
    try (var recording = new Recording()) {
      recording.start();
      var writer = new EventWriter(new SpawnRegistry(), Optional.empty());
      writer.use(ArgumentPolicy.FULL, Redaction.DEFAULT);
      writer.write(fork(1));
      writer.write(exec(1, "/first"));
      writer.use(ArgumentPolicy.FULL, Redaction.NONE);
      writer.write(exit(1));
      recording.stop();
      recording.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals(EventNames.PROCESS_EXIT))
        .singleElement()
        .extracting(event -> event.getString("commandLine"))
        .isEqualTo("/first");
  }

  @Test
  void theNameOfTheCallingThreadIsRedacted() throws IOException {
    var file = scratch.resolve("events.jfr");
    var plain = exec(1, "/first");
    try (var recording = new Recording()) {
      recording.start();
      var writer = new EventWriter(new SpawnRegistry(), Optional.empty());
      writer.use(ArgumentPolicy.FULL, Redaction.DEFAULT);
      writer.write(
          new ProcessEvent.Exec(
              plain.head(),
              plain.executable(),
              plain.interpreter(),
              plain.arguments(),
              plain.environmentBytes(),
              plain.file(),
              plain.workingDirectory(),
              ByteString.of("mysql -phunter2"),
              0,
              0,
              0,
              0,
              -1,
              false));
      recording.stop();
      recording.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals(EventNames.PROCESS_EXEC))
        .singleElement()
        .extracting(event -> event.getString("callerName"))
        .isEqualTo("mysql -p***");
  }

  @Test
  void anAdoptedProcessThatIsGoneHasNoCommandLine() throws IOException {
    var adopted = new ProcessEvent.Adopted(head(3), ByteString.of("gone"), Optional.empty());

    var exits = exits(fork(1), exec(1, "/first"), adopted, exit(3));

    assertThat(exits).hasSize(1);
    assertThat(exits.getFirst().getString("commandLine")).isNull();
  }
}
