package io.github.exectrace.redaction;

/** Secrets that stand behind a user's name in one word. */
final class UserSecret {
  private UserSecret() {}

  /** {@code user:SECRET}, unless it looks like user:group or a URL. */
  static void maskBehindColon(Word word, int from) {
    var text = word.text();
    int colon = from;
    while (colon < text.length && (Bytes.isName(text[colon]) || text[colon] == '@')) {
      colon++;
    }
    int plain = Bytes.nameEnd(text, Math.min(text.length, colon + 1));
    boolean group =
        plain == text.length
            && ((Bytes.isDigit(text[text.length - 1]) && Bytes.isDigit(text[from]))
                || Bytes.matches(text, colon + 1, Bytes.string(text, from, colon)));
    if (colon > from
        && colon + 1 < text.length
        && text[colon] == ':'
        && text[colon + 1] != '/'
        && !group
        && !SecretName.PASSWORD.isHarmless(text, colon + 1, text.length)) {
      word.mask(colon + 1, text.length);
    }
  }

  /** {@code user/SECRET@database}. */
  static void maskBetween(Word word, char after, char until) {
    var text = word.text();
    int from = 0;
    while (from < text.length && text[from] != after) {
      from++;
    }
    int to = from;
    while (to < text.length && text[to] != until) {
      to++;
    }
    word.mask(from + 1, to);
  }
}
