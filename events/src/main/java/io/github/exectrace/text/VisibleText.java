package io.github.exectrace.text;

import java.util.Locale;

/**
 * The one rule for text that somebody else chose (a traced process, another JVM, a recording, an
 * option, a file's name) and that a person is to see: on one line, each character visible as
 * itself, and no two texts looking the same because of what one cannot see.
 *
 * <p>What is not visible is written as an escape, as C, Python and bash have them: a backslash and
 * {@code n}, {@code t}, {@code r}, {@code x} and two hexadecimal digits up to U+00FF, {@code u} and
 * four, or {@code U} and eight above U+FFFF. A backslash stays as it is, unless it would read as
 * the begin of an escape: then it is doubled.
 *
 * <p>Also compiled for Java 11, for the plug-in of JDK Mission Control. Safe for use by several
 * threads.
 */
public final class VisibleText {
  private static final char ESCAPE = '\\';
  private static final String BEGINS_AN_ESCAPE = "\\ntrxuU";
  private static final int LAST_OF_LATIN_1 = 0xff;

  /**
   * Ranges, first and last, of characters that fonts leave empty although their category does not
   * say so: Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt as far as {@link
   * #isVisible(int)} does not find it by its category, and symbols that are blank by definition.
   */
  private static final int[] EMPTY = {
    0x034f, 0x034f, // combining grapheme joiner
    0x115f, 0x1160, // Hangul fillers
    0x17b4, 0x17b5, // Khmer inherent vowels
    0x180b, 0x180f, // Mongolian variation selectors and vowel separator
    0x2800, 0x2800, // Braille pattern blank
    0x3164, 0x3164, // Hangul filler
    0xfe00, 0xfe0f, // variation selectors
    0xffa0, 0xffa0, // halfwidth Hangul filler
    0xfffc, 0xfffc, // object replacement character
    0x13441, 0x13442, // Egyptian hieroglyphs full and half blank
    0x16fe4, 0x16fe4, // Khitan small script filler
    0x1d159, 0x1d159, // musical symbol null notehead
    0xe0000, 0xe0fff, // tags and variation selectors supplement
  };

  private static final int HIDDEN_TYPES =
      1 << Character.CONTROL
          | 1 << Character.FORMAT
          | 1 << Character.SURROGATE
          | 1 << Character.PRIVATE_USE
          | 1 << Character.UNASSIGNED
          | 1 << Character.LINE_SEPARATOR
          | 1 << Character.PARAGRAPH_SEPARATOR;

  private VisibleText() {}

  /** A text as it was chosen, made visible. Two texts that differ give two that differ. */
  public static String of(String raw) {
    return rewritten(raw, true);
  }

  /**
   * A text that should be visible already, such as a sentence or what a recording holds: all its
   * backslashes stay, and what nevertheless is not visible is escaped. Once more changes nothing.
   */
  public static String guard(String text) {
    return rewritten(text, false);
  }

  private static String rewritten(String text, boolean doubling) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var line = new StringBuilder(text.length() + 16).append(text, 0, plain);
    boolean onBase = plain > 0 && isBase(text.charAt(plain - 1));
    for (int i = plain; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      boolean visible = isVisible(character) && (onBase || !isMark(character));
      if (!visible) {
        line.append(escape(character));
      } else {
        line.appendCodePoint(character);
        if (doubling && character == ESCAPE && readsAsEscape(text, i)) {
          line.append(ESCAPE);
        }
      }
      onBase = visible && isBase(character);
    }
    return line.toString();
  }

  /** Most of what there is, to be quick about it. */
  private static boolean isPlain(char character) {
    return character >= ' ' && character <= '~' && character != ESCAPE;
  }

  /** Whether what stands behind a backslash would make an escape of it. */
  private static boolean readsAsEscape(String text, int behind) {
    if (behind == text.length()) {
      return false;
    }
    int next = text.codePointAt(behind);
    // A mark is no exception: it might be escaped, as it has no letter to stand on.
    return BEGINS_AN_ESCAPE.indexOf(next) >= 0 || !isVisible(next) || isMark(next);
  }

  /** Whether {@link #guard} would leave all of a text as it is. */
  public static boolean isVisible(String text) {
    return guard(text).equals(text);
  }

  /**
   * Whether a character is seen as itself: no control or format character, no separator but the
   * blank, nothing unassigned, of private use or of half a pair, and nothing that has no shape.
   */
  public static boolean isVisible(int character) {
    int type = Character.getType(character);
    if (type == Character.SPACE_SEPARATOR) {
      return character == ' ';
    }
    return (HIDDEN_TYPES >> type & 1) == 0 && !isEmpty(character);
  }

  private static boolean isEmpty(int character) {
    for (int i = 0; i < EMPTY.length; i += 2) {
      if (character >= EMPTY[i] && character <= EMPTY[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** Whether it changes the shape of the character before it, which then has to be of its text. */
  static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  static boolean isBase(int character) {
    return character != ' ';
  }

  /** How a character is written that is not visible, or that cannot be shown. */
  public static String escape(int character) {
    int letter = "\n\t\r".indexOf(character);
    if (letter >= 0) {
      return "\\" + "ntr".charAt(letter);
    }
    if (character <= LAST_OF_LATIN_1) {
      return String.format(Locale.ROOT, "\\x%02x", character);
    }
    return String.format(
        Locale.ROOT, Character.isBmpCodePoint(character) ? "\\u%04x" : "\\U%08x", character);
  }
}
