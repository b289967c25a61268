package io.github.exectrace.redaction;

/** Private keys in PEM (RFC 7468), of PGP (RFC 4880) and of PuTTY. */
final class PrivateKey {
  private static final String BEGIN = "-----BEGIN";
  private static final String KIND = "PRIVATE KEY";
  private static final String BLOCK = " BLOCK-----"; // PGP
  private static final int DASHES = 5;
  private static final int LONGEST_KIND = 48;
  private static final String END = "-----END";
  private static final String PUTTY = "Private-Lines:";
  private static final String PUTTY_END = "Private-MAC:";

  private PrivateKey() {}

  static boolean begins(byte[] text, int at) {
    return (text[at] == '-' && Bytes.matches(text, at, BEGIN))
        || (text[at] == 'P' && Bytes.matches(text, at, PUTTY));
  }

  /**
   * Masks one that begins at a place.
   *
   * @param end where the run of name characters there ends
   * @return where to read on
   */
  static int mask(Word word, int at, int end) {
    var text = word.text();
    if (text[at] == 'P') {
      int from = at;
      while (from < text.length && text[from] != '\n') {
        from++;
      }
      return mask(word, Math.min(from + 1, text.length), PUTTY_END);
    }
    int kind = Bytes.find(text, at, Math.min(text.length, at + LONGEST_KIND), KIND);
    if (kind < 0) {
      return end;
    }
    int from = kind + KIND.length();
    from += Bytes.matches(text, from, BLOCK) ? BLOCK.length() : DASHES;
    return mask(word, Math.min(from, text.length), END);
  }

  private static int mask(Word word, int from, String until) {
    int to = Bytes.find(word.text(), from, word.length(), until);
    word.mask(from, to < 0 ? word.length() : to);
    return to < 0 ? word.length() : Bytes.nameEnd(word.text(), to);
  }
}
