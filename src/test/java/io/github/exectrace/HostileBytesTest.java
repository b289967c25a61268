package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.exectrace.app.Commands;
import io.github.exectrace.events.ShellQuoting;
import io.github.exectrace.events.ShellUnquoting;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs, directories and arguments of any bytes, through the kernel: all are read back. */
@Privileged
class HostileBytesTest {
  private static final int PROGRAMS = 200;
  private static final int LONGEST = 30;
  private static final String SPECIAL = "$'\\\"\n\tx41 …=~é,]. \u202e\u034f";

  @TempDir private Path scratch;
  private final Map<String, Started> expected = new HashMap<>();
  private Path script;

  /** What a program is given. */
  private record Started(ByteString directory, ByteString program, List<ByteString> arguments) {}

  @BeforeEach
  void writeScript() throws IOException {
    var random = new Random(17);
    var all = new StringBuilder("export LC_ALL=C\n");
    var place = scratch.toRealPath().resolve("names") + "/";
    for (int i = 0; i < PROGRAMS; i++) {
      var number = "number-" + i;
      var directory = ByteString.of(place).concat(name(random)).concat(ByteString.of("" + i));
      var program = ByteString.of("./").concat(name(random)).concat(ByteString.of("x"));
      var arguments = List.of(program, bytes(random), bytes(random), ByteString.of(number));
      expected.put(number, new Started(directory, program, arguments));
      all.append("mkdir -p ").append(directory.quoted());
      all.append(" && cd ").append(directory.quoted());
      all.append(" && ln -s /bin/true ").append(program.quoted()).append(" && ");
      all.append(ShellQuoting.join(arguments.stream().map(ByteString::bytes).toList()));
      all.append("\n");
    }
    script = Files.writeString(scratch.resolve("script"), all);
  }

  private static ByteString bytes(Random random) {
    var bytes = new byte[random.nextInt(LONGEST)];
    var special = SPECIAL.getBytes(StandardCharsets.UTF_8);
    boolean any = random.nextBoolean();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = any ? (byte) (1 + random.nextInt(255)) : special[random.nextInt(special.length)];
    }
    return ByteString.of(bytes);
  }

  private static ByteString name(Random random) {
    var bytes = bytes(random).bytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '/' ? (byte) '.' : bytes[i];
    }
    return ByteString.of(bytes);
  }

  @Test
  void aRecordingHasEachByte() throws IOException {
    var ended =
        Jvm.running(scratch, Commands.class)
            .traced("redact=none")
            .arguments("/bin/bash", script.toString())
            .run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var seen = new HashMap<String, Started>();
    for (var event : RecordingFile.readAllEvents(ended.recording())) {
      if (event.getEventType().getName().equals("exectrace.ProcessExec")) {
        var words = words(ShellUnquoting.words(event.getString("commandLine")));
        var directory = ByteString.of(ShellUnquoting.bytes(event.getString("workingDirectory")));
        var path = ByteString.of(ShellUnquoting.bytes(event.getString("executable")));
        if (words.getLast().startsWith("number-") && path.startsWith(directory)) {
          var program = path.substring(directory.length() + 1);
          seen.put(words.getLast().text(), new Started(directory, program, words));
        }
      }
    }
    assertThat(seen).isEqualTo(expected);
  }

  private static List<ByteString> words(List<byte[]> words) {
    return words.stream().map(ByteString::of).toList();
  }

  @Test
  void linesOfJsonHaveEachByte() throws IOException {
    try (var running = Jvm.commandLine(scratch, "trace", "-f", "json").start()) {
      running.awaitError("tracing");
      assertThat(Command.run("/bin/bash", script.toString())).isEmpty();
      running.signal("TERM");
      var seen = new HashMap<String, Started>();
      for (var line : running.end(Duration.ofSeconds(20)).lines()) {
        var exec = JsonParser.parseString(line).getAsJsonObject();
        if (!exec.get("event").getAsString().equals("exec")) {
          continue; // the rest of the machine goes on meanwhile
        }
        var words = new ArrayList<ByteString>();
        boolean hex = exec.has("argv_hex");
        for (var word : exec.getAsJsonArray(hex ? "argv_hex" : "argv")) {
          words.add(bytes(word, hex));
        }
        if (!words.isEmpty() && words.getLast().startsWith("number-")) {
          var started = new Started(bytes(exec, "cwd"), bytes(exec, "filename"), words);
          seen.put(words.getLast().text(), started);
        }
      }
      assertThat(seen).isEqualTo(expected);
    }
  }

  private static ByteString bytes(JsonObject json, String name) {
    boolean hex = json.has(name + "_hex");
    return bytes(json.get(hex ? name + "_hex" : name), hex);
  }

  private static ByteString bytes(JsonElement value, boolean hex) {
    return hex
        ? ByteString.of(HexFormat.of().parseHex(value.getAsString()))
        : ByteString.of(value.getAsString());
  }
}
