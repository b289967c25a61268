package io.github.exectrace.redaction;

import java.util.Locale;

/** What sed(1) puts in place of a name that stands for a secret: {@code s|@PASSWORD@|SECRET|g}. */
final class Substitution {
  private static final String DELIMITERS = "|/#,@!:%~";

  private Substitution() {}

  static void mask(Word word) {
    var text = word.text();
    if (text.length < 4 || text[0] != 's' || DELIMITERS.indexOf(text[1]) < 0) {
      return;
    }
    int middle = delimiter(text, 2);
    int last = delimiter(text, middle + 1);
    if (middle < last
        && isPlaceholder(text, 2, middle)
        && !SecretName.of(text, middle + 1, last).isSure()
        && !SecretName.PASSWORD.isHarmless(text, middle + 1, last)) {
      word.mask(middle + 1, last);
    }
  }

  private static int delimiter(byte[] text, int from) {
    int at = from;
    while (at < text.length && text[at] != text[1]) {
      at += text[at] == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length);
  }

  /**
   * Whether a pattern has the name of a secret as templates write it: in capitals or between other
   * characters. What else is replaced is rather a word than what it stands for.
   */
  private static boolean isPlaceholder(byte[] text, int from, int to) {
    int start = from;
    while (start < to && !Bytes.isLetter(text[start])) {
      start++;
    }
    int end = Math.min(to, Bytes.nameEnd(text, start));
    while (end > start && !Bytes.isLetterOrDigit(text[end - 1])) {
      end--; // __PASSWORD__
    }
    var name = Bytes.string(text, start, end);
    boolean marked = start > from || end < to || name.equals(name.toUpperCase(Locale.ROOT));
    return marked && SecretName.of(text, start, end).isSure();
  }
}
