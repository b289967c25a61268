package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command line in a recording can be pasted into a shell. */
@Privileged
class CommandLineTest {
  /** Prints each of its arguments, ended by NUL. */
  private static final String PRINTER = "/usr/bin/printf '%s\\0' ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain -o key=value /a/path",
        "'two words' \"it's\" 'a \"quote\"' '$HOME' '`id`' '\\' '!x' '*' '~' '#' ';' '&' '|'",
        "'' '' last",
        "'line\nbreak' '\ttab' 'cr\r'",
        "\"$(printf 'a\\377\\376b')\" \"$(printf '\\303\\251')\" \"$(printf '\\303')9\"",
        "\"$(printf '\\001\\033[31m\\177')\" '%s' '-e' '\\n' '=' '{a,b}' '[x]' '^' '<' '>'",
      })
  void aShellSplitsItBackIntoTheSameBytes(String arguments, @TempDir Path scratch)
      throws IOException {
    var script = PRINTER + arguments + "\n:\n";
    Files.writeString(scratch.resolve("script"), script);
    var ended = Jvm.running(scratch, Commands.class).arguments("sh", "script").traced().run();

    var exec = ended.trace().program(each -> each.executable().equals("/usr/bin/printf"));
    var expected = printed("sh", Files.writeString(scratch.resolve("one"), script));
    var again = Files.writeString(scratch.resolve("again"), exec.commandLine() + "\n");
    assertThat(exec.truncated()).isFalse();
    assertThat(exec.commandLine()).doesNotContain("\n", "\r", "\t", "\033");
    assertThat(printed(Requirement.program("bash"), again)).isEqualTo(expected);
    // The format, too, went through the shell twice.
    assertThat(exec.argumentBytes())
        .isEqualTo("/usr/bin/printf".length() + 1 + "%s\\0".length() + 1 + expected.length);
    assertThat(new String(expected, StandardCharsets.ISO_8859_1)).endsWith("\0");
    assertThat(nuls(expected)).isEqualTo(exec.argumentCount() - 2);
  }

  private static byte[] printed(String shell, Path script) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Command.bytes(shell, script.toString()));
    return bytes.toByteArray();
  }

  private static long nuls(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).chars().filter(c -> c == 0).count();
  }
}
