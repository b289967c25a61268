package io.github.exectrace.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellQuotingTest {
  private static final String BASH = "/bin/bash";
  private static final int WORDS = 2000;
  private static final int LONGEST_WORD = 40;
  private static final int ROUNDS = 20_000;
  private static final String SPECIAL = "$'\\\"\n\tx41 …=~é";

  @TempDir private Path scratch;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0007',
      value = {
        "/usr/bin/java|/usr/bin/java",
        "--key=a,b:c@d%e^f+g_h-i|--key=a,b:c@d%e^f+g_h-i",
        "two words|'two words'",
        "it's|'it'\\''s'",
        "$HOME|'$HOME'",
        "a*|'a*'",
        "~|'~'",
        "Käse|Käse",
      })
  void whatIsHarmlessStaysReadable(String argument, String quoted) {
    assertThat(ShellQuoting.quote(argument.getBytes(StandardCharsets.UTF_8))).isEqualTo(quoted);
  }

  @Test
  void nothingIsAPairOfQuotes() {
    assertThat(ShellQuoting.quote(new byte[0])).isEqualTo("''");
  }

  @Test
  void whatIsNoTextIsEscaped() {
    var bytes = new byte[] {'a', (byte) 0xff, 'b', '\n', '\'', '\\', 0x1b, '1'};
    assertThat(ShellQuoting.quote(bytes)).isEqualTo("$'a\\xff\\x62\\n\\'\\\\\\x1b\\x31'");
  }

  @Test
  void whatReordersTextIsEscaped() {
    var rightToLeft = "a\u202eb".getBytes(StandardCharsets.UTF_8);
    assertThat(ShellQuoting.quote(rightToLeft)).isEqualTo("$'a\\xe2\\x80\\xae\\x62'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0007',
      value = {
        "/home/Käse und Brot|/home/Käse und Brot",
        "it's|it's",
        "C:\\new|C:\\new",
        "$HOME|$HOME",
        "a$'b|a$'b",
        "$'a'|$'$\\'a\\''",
        "$'|$'$\\''",
      })
  void aTextByItselfIsEscapedOnlyIfItMustBe(String bytes, String shown) {
    assertThat(ShellQuoting.text(bytes.getBytes(StandardCharsets.UTF_8))).isEqualTo(shown);
  }

  @Test
  void twoTextsThatDifferAreShownDifferently() {
    var forged = "$'/x\\xff'".getBytes(StandardCharsets.UTF_8);
    var real = new byte[] {'/', 'x', (byte) 0xff};
    assertThat(ShellQuoting.text(real)).isEqualTo("$'/x\\xff'");
    assertThat(ShellQuoting.text(forged)).isNotEqualTo(ShellQuoting.text(real));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var random = new Random(2);
    for (int round = 0; round < ROUNDS; round++) {
      var words = new ArrayList<byte[]>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        words.add(randomWord(random, random.nextInt(3)));
      }
      assertThat(ShellUnquoting.words(ShellQuoting.join(words)).toArray(byte[][]::new))
          .isDeepEqualTo(words.toArray(byte[][]::new));
      var first = words.get(0);
      assertThat(ShellUnquoting.bytes(ShellQuoting.text(first))).isEqualTo(first);
      assertThat(VisibleText.isVisible(ShellQuoting.text(first))).isTrue();
    }
  }

  /** Of any bytes, of what quoting looks at, or of UTF-8 from all of Unicode. */
  private static byte[] randomWord(Random random, int kind) {
    var word = new StringBuilder();
    var bytes = new byte[random.nextInt(LONGEST_WORD)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(255));
      if (kind == 1) {
        bytes[i] = (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
      }
      int character = 1 + random.nextInt(Character.MAX_CODE_POINT);
      word.appendCodePoint(Character.getType(character) == Character.SURROGATE ? 'x' : character);
    }
    return kind == 2 ? word.toString().getBytes(StandardCharsets.UTF_8) : bytes;
  }

  @Test
  void aLineThatLacksWordsSaysSo() {
    assertThat(ShellUnquoting.lacksWords("a b …")).isTrue();
    assertThat(ShellUnquoting.lacksWords("…")).isTrue();
    assertThat(ShellUnquoting.lacksWords(line("…"))).isFalse();
    assertThat(ShellUnquoting.lacksWords(line("a", "b …"))).isFalse();
    assertThat(ShellUnquoting.words("a b …")).hasSize(2);
    assertThat(ShellUnquoting.words("…")).isEmpty();
  }

  @Test
  void aLineThatWasCutIsReadAsFarAsItGoes() {
    for (var cut : List.of("a 'b", "a $'b", "a $'b\\x", "a $'b\\", "a b\\")) {
      assertThat(ShellUnquoting.words(cut)).as(cut).hasSize(2);
    }
  }

  @Test
  void aProgramsNameIsNoAssignmentAndNoReservedWord() {
    assertThat(line("A=b", "A=b")).isEqualTo("'A=b' A=b");
    assertThat(line("if", "if")).isEqualTo("'if' if");
    assertThat(line("ls", "if")).isEqualTo("ls if");
  }

  private static String line(String... words) {
    return ShellQuoting.join(
        Stream.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
  }

  @Test
  void aShellReadsEveryByteBack() throws Exception {
    var words = new ArrayList<byte[]>();
    for (int value = 1; value < 256; value++) {
      words.add(new byte[] {(byte) value});
      words.add(new byte[] {'a', (byte) value, '1'});
    }
    assertReadBack(words);
  }

  @Test
  void aShellReadsAnyWordsBack() throws Exception {
    var random = new Random(1);
    var words = new ArrayList<byte[]>();
    for (int i = 0; i < WORDS; i++) {
      var word = new byte[random.nextInt(LONGEST_WORD)];
      for (int j = 0; j < word.length; j++) {
        // Half of the words are of ASCII alone, where quoting has more to decide.
        word[j] = (byte) (1 + random.nextInt(i % 2 == 0 ? 127 : 255));
      }
      words.add(word);
    }
    assertReadBack(words);
  }

  private void assertReadBack(List<byte[]> words) throws IOException, InterruptedException {
    var script = scratch.resolve("script");
    Files.writeString(script, "printf '%s\\0' " + ShellQuoting.join(words) + "\n");
    // Were the quoting wrong, these words would be run: a restricted shell that finds no program
    // and can write no file does no harm.
    var builder = new ProcessBuilder(BASH, "--restricted", script.toString());
    builder.directory(scratch.toFile()).redirectErrorStream(true).environment().clear();
    builder.environment().put("PATH", scratch.toString());
    var shell = builder.start();
    shell.getOutputStream().close();
    var expected = new ByteArrayOutputStream();
    for (var word : words) {
      expected.writeBytes(word);
      expected.write(0);
    }
    assertThat(shell.getInputStream().readAllBytes()).isEqualTo(expected.toByteArray());
    assertThat(shell.waitFor()).isZero();
  }
}
