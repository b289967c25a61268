package io.github.exectrace.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Kinds of bytes, and searches among them. Bytes beyond ASCII are of no kind. */
final class Bytes {
  private Bytes() {}

  static boolean isLetterOrDigit(byte each) {
    return isLetter(each) || isDigit(each);
  }

  static boolean isLetter(byte each) {
    return isUpper(each) || (each >= 'a' && each <= 'z');
  }

  static boolean isUpper(byte each) {
    return each >= 'A' && each <= 'Z';
  }

  static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }

  static boolean isHex(byte each) {
    return isDigit(each) || (each >= 'a' && each <= 'f') || (each >= 'A' && each <= 'F');
  }

  /** What names of options, variables and properties are made of, and most tokens. */
  static boolean isName(byte each) {
    return isLetterOrDigit(each) || each == '_' || each == '-' || each == '.';
  }

  static boolean isBlank(byte each) {
    return each == ' ' || each == '\t';
  }

  static boolean isSpace(byte each) {
    return isBlank(each) || each == '\n' || each == '\r';
  }

  static boolean isQuote(byte each) {
    return each == '"' || each == '\'';
  }

  /** Whether ASCII text stands there. */
  static boolean matches(byte[] text, int at, String wanted) {
    if (at < 0 || text.length - at < wanted.length()) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (text[at + i] != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether ASCII text, given in lower case, stands there in any case. */
  static boolean matchesAnyCase(byte[] text, int from, int to, String wanted) {
    if (to - from != wanted.length()) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      byte each = text[from + i];
      if ((isUpper(each) ? each + 'a' - 'A' : each) != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where text begins, at or behind a place; -1 if nowhere. */
  static int find(byte[] text, int from, int to, String wanted) {
    for (int i = from; i <= to - wanted.length(); i++) {
      if (text[i] == wanted.charAt(0) && matches(text, i, wanted)) {
        return i;
      }
    }
    return -1;
  }

  static int nameEnd(byte[] text, int from) {
    int end = from;
    while (end < text.length && isName(text[end])) {
      end++;
    }
    return end;
  }

  static int skipBlanks(byte[] text, int from) {
    int at = from;
    while (at < text.length && isBlank(text[at])) {
      at++;
    }
    return at;
  }

  static int skipSpaces(byte[] text, int from) {
    int at = from;
    while (at < text.length && isSpace(text[at])) {
      at++;
    }
    return at;
  }

  static int spaceOrEnd(byte[] text, int from) {
    int end = from;
    while (end < text.length && !isSpace(text[end])) {
      end++;
    }
    return end;
  }

  /** One character for each byte, in lower case. */
  static String lower(byte[] text, int from, int to) {
    return string(text, from, to).toLowerCase(Locale.ROOT);
  }

  /** One character for each byte. */
  static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
