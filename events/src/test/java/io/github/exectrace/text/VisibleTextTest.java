package io.github.exectrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  private static final int TEXTS = 200_000;
  private static final int LONGEST_TEXT = 5;

  /** What the escapes are made of, what they stand for, and what may stand beside them. */
  private static final int[] TRICKY = {
    '\\', '\\', '\\', 'n', 't', 'x', 'u', 'U', '0', '1', 'b', ' ', '\n', 0x1b, 0x301, 0xe9, 0x1f600,
    0xe0041, 0x3164, 0xd83d, 0xde00
  };

  @ParameterizedTest
  @CsvSource({
    "0a, \\n",
    "09, \\t",
    "0d, \\r",
    "00, \\x00",
    "1b, \\x1b",
    "7f, \\x7f",
    "85, \\x85", // next line
    "9b, \\x9b", // control sequence introducer
    "a0, \\xa0",
    "ad, \\xad",
    "34f, \\u034f",
    "61c, \\u061c",
    "115f, \\u115f",
    "1160, \\u1160",
    "1680, \\u1680",
    "17b4, \\u17b4",
    "180b, \\u180b",
    "180e, \\u180e",
    "180f, \\u180f",
    "2003, \\u2003",
    "200b, \\u200b",
    "200d, \\u200d",
    "2028, \\u2028",
    "2029, \\u2029",
    "202e, \\u202e",
    "2060, \\u2060",
    "2066, \\u2066",
    "2800, \\u2800",
    "3000, \\u3000",
    "3164, \\u3164",
    "d800, \\ud800",
    "dfff, \\udfff",
    "e000, \\ue000",
    "fe0f, \\ufe0f",
    "feff, \\ufeff",
    "ffa0, \\uffa0",
    "fff9, \\ufff9",
    "fffe, \\ufffe",
    "1d159, \\U0001d159",
    "1d173, \\U0001d173",
    "e0041, \\U000e0041",
    "e0100, \\U000e0100",
    "10fffd, \\U0010fffd",
  })
  void whatIsNotSeenIsEscaped(String codePoint, String shown) {
    var text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";

    assertThat(VisibleText.of(text)).isEqualTo("a" + shown + "b");
    assertThat(VisibleText.guard(text)).isEqualTo("a" + shown + "b");
    assertThat(VisibleText.isVisible(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain /text --x=y",
        "größer <&'\">",
        "日本語",
        "😀",
        "नमस्ते",
        "e\u0301",
        "C:\\Dir",
        "a\\"
      })
  void whatIsSeenStaysAsItIs(String text) {
    assertThat(VisibleText.of(text)).isEqualTo(text);
    assertThat(VisibleText.guard(text)).isEqualTo(text);
    assertThat(VisibleText.isVisible(text)).isTrue();
  }

  @Test
  void aMarkDoesNotChangeWhatStandsBeforeTheText() {
    assertThat(VisibleText.of("\u0338x")).isEqualTo("\\u0338x");
    assertThat(VisibleText.of("a \u20e0x")).isEqualTo("a \\u20e0x");
    assertThat(VisibleText.of("\u001b\u0338x")).isEqualTo("\\x1b\\u0338x");
  }

  @Test
  void anEscapeThatWasWrittenByHandIsNoEscape() {
    assertThat(VisibleText.of("a\\nb")).isEqualTo("a\\\\nb");
    assertThat(VisibleText.of("a\\\nb")).isEqualTo("a\\\\\\nb");
    assertThat(VisibleText.guard("a\\nb")).isEqualTo("a\\nb");
  }

  @Test
  void twoTextsNeverLookTheSame() {
    var random = new Random(1);
    var shownFrom = new HashMap<String, String>();
    for (int i = 0; i < TEXTS; i++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(LONGEST_TEXT + 1); left > 0; left--) {
        text.appendCodePoint(TRICKY[random.nextInt(TRICKY.length)]);
      }
      var shown = VisibleText.of(text.toString());
      assertThat(VisibleText.guard(shown)).isEqualTo(shown);
      var other = shownFrom.put(shown, text.toString());
      assertThat(other == null || other.contentEquals(text))
          .as("'%s' for '%s' and '%s'", shown, text, other)
          .isTrue();
    }
  }
}
