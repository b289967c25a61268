package io.github.exectrace.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static Arguments arguments(String block, int count, long totalBytes) {
    return new Arguments(block.getBytes(StandardCharsets.UTF_8), count, totalBytes);
  }

  private static List<String> words(Arguments arguments) {
    return arguments.list().stream().map(word -> new String(word, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void eachArgumentEndsWithNul() {
    var arguments = arguments("ls\0-l\0a b\0", 3, 10);
    assertThat(words(arguments)).containsExactly("ls", "-l", "a b");
    assertThat(arguments.truncated()).isFalse();
    assertThat(arguments.toCommandLine()).isEqualTo("ls -l 'a b'");
  }

  @Test
  void emptyArgumentsCount() {
    assertThat(words(arguments("\0\0x\0\0", 4, 5))).containsExactly("", "", "x", "");
  }

  @Test
  void theLastOneMayBeCut() {
    var arguments = arguments("ls\0-la", 5, 100);
    assertThat(words(arguments)).containsExactly("ls", "-la");
    assertThat(arguments.truncated()).isTrue();
    assertThat(arguments.count()).isEqualTo(5);
    assertThat(arguments.totalBytes()).isEqualTo(100);
    assertThat(arguments.toCommandLine()).isEqualTo("ls -la …");
  }

  @Test
  void aProgramThatWroteOverItsArgumentsHasNoMoreThanThereWere() {
    assertThat(words(arguments("a\0b\0\0\0", 2, 6))).containsExactly("a", "b");
  }

  @Test
  void withoutACountEachEndIsOne() {
    assertThat(arguments("a\0b\0\0", Arguments.UNKNOWN, 5).count()).isEqualTo(3);
  }

  @Test
  void withoutTheLengthTheCountIsNotMadeUp() {
    var arguments = arguments("a\0b\0", Arguments.UNKNOWN, Arguments.UNKNOWN);
    assertThat(arguments.count()).isEqualTo(Arguments.UNKNOWN);
    assertThat(words(arguments)).containsExactly("a", "b");
    assertThat(arguments.truncated()).isTrue();
    assertThat(arguments.toCommandLine()).isEqualTo("a b …");
  }

  @Test
  void nothingCapturedIsNoArgument() {
    var arguments = arguments("", 3, 30);
    assertThat(words(arguments)).isEmpty();
    assertThat(arguments.truncated()).isTrue();
    assertThat(arguments.toCommandLine()).isEqualTo("…");
  }
}
