package io.github.exectrace.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A program has its name however its command line is quoted. */
class ProgramsTest {
  static Stream<Arguments> commands() {
    return Stream.of(
        arguments("git status", "git"),
        arguments("/usr/bin/git", "git"),
        arguments("/opt/dir/", "dir"),
        arguments("'/opt/my programs/run it' 'a b'", "run it"),
        arguments("'/opt/it'\\''s here/run' x", "run"),
        arguments("$'/opt/it\\'s/a\\nb' x", "$'a\\nb'"),
        arguments("'unfinished word", "unfinished word"),
        arguments("$'cut off\\", "cut off\\"),
        arguments("/", ""),
        arguments("", ""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void ofACommandLine(String commandLine, String name) {
    assertThat(Programs.name(Programs.firstWord(commandLine))).isEqualTo(name);
  }
}
