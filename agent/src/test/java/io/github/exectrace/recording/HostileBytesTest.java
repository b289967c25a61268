package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.exectrace.cli.output.JsonFormat;
import io.github.exectrace.cli.output.TextFormat;
import io.github.exectrace.cli.output.TracedEvent;
import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.ShellUnquoting;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.text.VisibleText;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.HostileExec;
import io.github.exectrace.tracer.ProcessEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes the kernel reports, each form in which they are shown can be read back to the very
 * same bytes, says what is cut, shows nothing raw and forges nothing.
 */
class HostileBytesTest {
  private static final int LEAST_STRINGS = 100_000;
  private static final String DELETED = " (deleted)";
  private static final String CUT = "…";
  private static final Set<String> MEMBERS =
      Set.of(
          "event",
          "time",
          "pid",
          "tid",
          "ppid",
          "host_pid",
          "pid_ns",
          "comm",
          "uid",
          "gid",
          "euid",
          "egid",
          "filename",
          "interpreter",
          "file",
          "file_deleted",
          "argv",
          "truncated",
          "argc",
          "argument_bytes",
          "environment_bytes",
          "cwd",
          "cwd_deleted",
          "cwd_truncated",
          "cgroup",
          "parent_comm");

  @TempDir private Path scratch;

  @BeforeAll
  static void register() {
    FlightRecorder.register(ProcessExecEvent.class);
    FlightRecorder.register(ProcessExitEvent.class);
  }

  private static List<HostileExec> execs() {
    var random = new Random(16);
    var execs = new ArrayList<HostileExec>();
    for (int strings = 0; strings < LEAST_STRINGS; strings += execs.getLast().strings()) {
      execs.add(HostileExec.random(random, execs.size()));
    }
    return execs;
  }

  @Test
  void eventsAreReadBackByteForByte() throws IOException {
    var execs = execs();
    var file = scratch.resolve("events.jfr");
    try (var recording = new Recording()) {
      recording.start();
      var writer = new EventWriter(new SpawnRegistry(), Optional.empty());
      writer.use(ArgumentPolicy.FULL, Redaction.NONE);
      for (var exec : execs) {
        writer.write(exec.event());
        writer.write(exitOf(exec));
      }
      recording.stop();
      recording.dump(file);
    }
    int seen = 0;
    for (var event : RecordingFile.readAllEvents(file)) {
      var type = event.getEventType().getName();
      if (type.equals(EventNames.PROCESS_EXEC) || type.equals(EventNames.PROCESS_EXIT)) {
        assertVisible(event);
        var exec = execs.get(event.getInt("hostPid"));
        assertCommandLine(exec, event.getString("commandLine"));
        if (type.equals(EventNames.PROCESS_EXEC)) {
          assertExec(exec, event);
        } else {
          assertBytes(ShellUnquoting.bytes(event.getString("name")), exec.comm());
        }
        seen++;
      }
    }
    assertThat(seen).isEqualTo(2 * execs.size());
  }

  private static ProcessEvent.Exit exitOf(HostileExec exec) {
    var head = exec.event().head();
    return new ProcessEvent.Exit(head, 0, true, 1, 0, 0, 0, exec.comm(), Optional.empty());
  }

  private static void assertVisible(RecordedEvent event) {
    for (var field : event.getFields()) {
      if (event.getValue(field.getName()) instanceof String text && !VisibleText.isVisible(text)) {
        assertThat(text).as(field.getName()).isEqualTo(VisibleText.guard(text));
      }
    }
  }

  private static void assertExec(HostileExec exec, RecordedEvent event) {
    var named = exec.executable();
    boolean hasFile = !exec.file().isEmpty();
    boolean below = !named.isEmpty() && !named.startsWith("/");
    var path = below ? exec.directory().concat(ByteString.of("/")).concat(named) : named;
    assertPath(
        event.getString("executable"),
        hasFile ? exec.file() : path,
        exec.fileDeleted(),
        !hasFile && below && exec.directoryCut());
    assertPath(
        event.getString("workingDirectory"),
        exec.directory(),
        exec.directoryDeleted(),
        exec.directoryCut());
    assertBytes(ShellUnquoting.bytes(event.getString("callerName")), exec.comm());
    var interpreter = event.getString("interpreter");
    assertBytes(
        interpreter == null ? new byte[0] : ShellUnquoting.bytes(interpreter), exec.interpreter());
  }

  private static void assertPath(String shown, ByteString path, boolean deleted, boolean cut) {
    var text = shown;
    boolean saysCut = text.startsWith(CUT);
    text = saysCut ? text.substring(CUT.length()) : text;
    boolean saysDeleted = text.endsWith(DELETED);
    text = saysDeleted ? text.substring(0, text.length() - DELETED.length()) : text;
    assertBytes(ShellUnquoting.bytes(text), path);
    assertThat(saysCut).as(shown).isEqualTo(cut);
    assertThat(saysDeleted).as(shown).isEqualTo(deleted);
  }

  private static void assertCommandLine(HostileExec exec, String line) {
    assertWords(ShellUnquoting.words(line), exec.words());
    assertThat(ShellUnquoting.lacksWords(line)).as(line).isEqualTo(exec.cut());
  }

  private static void assertWords(List<byte[]> read, List<ByteString> words) {
    assertSame(read.stream().map(ByteString::of).toList(), words);
  }

  private static void assertBytes(byte[] read, ByteString expected) {
    assertSame(ByteString.of(read), expected);
  }

  /** Quicker than an assertion that holds. */
  private static void assertSame(Object read, Object expected) {
    if (!read.equals(expected)) {
      assertThat(read).isEqualTo(expected);
    }
  }

  @Test
  void linesOfJsonAreReadBackByteForByte() {
    for (var exec : execs()) {
      var line = new JsonFormat().format(traced(exec));
      assertThat(VisibleText.isVisible(line)).as(line).isTrue();
      var json = new Gson().fromJson(line, JsonObject.class);
      for (var name : json.keySet()) {
        var plain = name.endsWith("_hex") ? name.substring(0, name.length() - 4) : name;
        assertThat(MEMBERS.contains(plain)).as(name).isTrue();
      }
      assertThat(json.get("host_pid").getAsInt()).isEqualTo(exec.event().head().hostPid());
      assertBytes(bytes(json, "filename"), exec.executable());
      assertBytes(bytes(json, "interpreter"), exec.interpreter());
      assertBytes(bytes(json, "cwd"), exec.directory());
      assertBytes(bytes(json, "file"), exec.file());
      assertBytes(bytes(json, "comm"), exec.comm());
      assertBytes(bytes(json, "parent_comm"), exec.comm());
      assertThat(json.get("cwd_deleted").getAsBoolean()).isEqualTo(exec.directoryDeleted());
      assertThat(json.has("cwd_truncated")).isEqualTo(exec.directoryCut());
      assertThat(json.get("truncated").getAsBoolean()).isEqualTo(exec.cut());
      boolean hex = json.has("argv_hex");
      assertWords(
          json.getAsJsonArray(hex ? "argv_hex" : "argv").asList().stream()
              .map(word -> bytes(word, hex))
              .toList(),
          exec.words());
    }
  }

  private static TracedEvent traced(HostileExec exec) {
    return new TracedEvent(exec.event(), Optional.of(exec.comm()), Optional.empty());
  }

  private static byte[] bytes(JsonObject json, String name) {
    return json.has(name + "_hex")
        ? bytes(json.get(name + "_hex"), true)
        : json.has(name) ? bytes(json.get(name), false) : new byte[0];
  }

  private static byte[] bytes(JsonElement value, boolean hex) {
    return hex
        ? HexFormat.of().parseHex(value.getAsString())
        : value.getAsString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void linesOfTextAreReadBackByteForByte() {
    for (var exec : execs()) {
      var line = new TextFormat(false).format(traced(exec));
      assertThat(VisibleText.isVisible(line)).as(line).isTrue();
      var reader = new TracedLine(line);
      reader.skip("[0, comm=");
      assertBytes(reader.name(), exec.comm());
      reader.skip(", ppid=0, parent=");
      assertBytes(reader.name(), exec.comm());
      reader.skip(", uid=0, gid=0, filename=");
      assertBytes(reader.word(), exec.executable());
      if (!exec.file().isEmpty()) {
        reader.skip(", file=");
        assertBytes(reader.word(), exec.file());
        reader.skip(exec.fileDeleted() ? DELETED : "");
      }
      if (!exec.interpreter().isEmpty()) {
        reader.skip(", interpreter=");
        assertBytes(reader.word(), exec.interpreter());
      }
      reader.skip("] ");
      var command = reader.rest();
      boolean saysCut = command.endsWith("...");
      assertThat(saysCut).as(line).isEqualTo(exec.cut());
      assertWords(
          ShellUnquoting.words(
              saysCut ? command.substring(0, command.length() - "...".length()) : command),
          exec.words());
    }
  }
}
