package io.github.exectrace.cli.report;

import io.github.exectrace.text.VisibleText;
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
   * A recorded text so that a terminal shows it and obeys none of it ({@link VisibleText}); what it
   * has no character for is escaped, too.
   */
  String visible(String recorded) {
    var visible = VisibleText.guard(recorded);
    var encoder = charset.newEncoder();
    if (encoder.canEncode(visible)) {
      return visible;
    }
    var text = new StringBuilder();
    visible
        .codePoints()
        .forEach(
            character -> {
              if (encoder.canEncode(Character.toString(character))) {
                text.appendCodePoint(character);
              } else {
                text.append(VisibleText.escape(character));
              }
            });
    return text.toString();
  }
}
