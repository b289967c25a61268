package io.github.exectrace.cli.report;

import io.github.exectrace.tracer.ShellQuoting;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The characters to write with, of a character set that whoever reads them has.
 *
 * @param charset what the text is encoded in
 * @param cut stands for what there is no room for
 * @param below stands before a process that another one started
 * @param micro the prefix of a millionth
 */
record Glyphs(Charset charset, String cut, String below, String micro) {
  static final Glyphs UTF_8 = new Glyphs(StandardCharsets.UTF_8, "…", "└ ", "µ");
  static final Glyphs ASCII = new Glyphs(StandardCharsets.US_ASCII, "..", "`- ", "u");

  /** Those of the locale: UTF-8 if it has that, else plain ASCII. */
  static Glyphs ofLocale() {
    var encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
    return encoding != null && encoding.equalsIgnoreCase("UTF-8") ? UTF_8 : ASCII;
  }

  /**
   * A recorded text so that a terminal shows it and obeys none of it: characters that control it,
   * that turn the direction of writing, or that it cannot show are escaped.
   */
  String visible(String recorded) {
    if (recorded.codePoints().allMatch(this::isVisible)) {
      return recorded;
    }
    var text = new StringBuilder();
    recorded
        .codePoints()
        .forEach(
            character -> {
              if (isVisible(character)) {
                text.appendCodePoint(character);
              } else if (character <= 0xff) {
                text.append("\\x%02x".formatted(character));
              } else {
                text.append("\\u%04x".formatted(character));
              }
            });
    return text.toString();
  }

  private boolean isVisible(int character) {
    if (character >= ' ' && character <= '~') {
      return true;
    }
    if (!charset.equals(StandardCharsets.UTF_8)) {
      return false;
    }
    return ShellQuoting.isVisible(character);
  }
}
