package io.github.exectrace.redaction;

/** Secrets that are known by how they look, whoever names them and however. */
final class KnownToken {
  private static final int JWT_LEAST = 10;
  private static final String TERRAFORM = ".atlasv1.";
  private static final int LEAST_REFRESH = 20;
  private static final int LEAST_TELEGRAM = 30;
  private static final int MAILCHIMP = 32;
  private static final int LEAST_AZURE = 31;
  private static final String OPENSHIFT = "sha256~";
  private static final int K3S_CA = 67; // K10 and a SHA-256; ::server: and the secret follow
  private static final int RESEND = 36;
  private static final String ASTRA = "AstraCS";

  private KnownToken() {}

  /** Masks those in a run of bytes that names and tokens are made of. */
  static void mark(Word word, int from, int to) {
    var text = word.text();
    if (markWhole(word, from, to) || markBeyond(word, from, to)) {
      return;
    }
    boolean cut = word.cut();
    int lastDot = to - 1;
    while (lastDot >= from && text[lastDot] != '.') {
      lastDot--;
    }
    for (int i = from; i < to; i++) {
      boolean begins = i == from || !Bytes.isLetterOrDigit(text[i - 1]);
      if (begins && Bytes.isLetterOrDigit(text[i])) {
        int end = isWebToken(text, i, to, lastDot, cut) ? to : TokenShape.end(text, i, to, cut);
        if (end >= 0) {
          word.mask(i, end);
          return;
        }
      }
    }
  }

  /** Those known by what stands within or at the end. */
  private static boolean markWhole(Word word, int from, int to) {
    var text = word.text();
    int hex = from;
    while (hex < to && Bytes.isHex(text[hex])) {
      hex++;
    }
    int rest = to - hex;
    boolean mail =
        hex - from == MAILCHIMP
            && ((rest >= 4 && rest <= 6 && Bytes.matches(text, hex, "-us"))
                || (rest == 18 && text[hex] == '-' && text[hex + 9] == '-')); // Mailgun
    if (mail || isResend(text, from, to) || Bytes.find(text, from, to, TERRAFORM) >= 0) {
      word.mask(from, to);
      return true;
    }
    return false;
  }

  /** {@code re_}, eight letters and digits, and 24 more. */
  private static boolean isResend(byte[] text, int from, int to) {
    if (to - from != RESEND || !Bytes.matches(text, from, "re_") || text[from + 11] != '_') {
      return false;
    }
    boolean digit = false;
    boolean upper = false;
    for (int i = from + 3; i < to; i++) {
      if (i != from + 11 && !Bytes.isLetterOrDigit(text[i])) {
        return false;
      }
      digit |= Bytes.isDigit(text[i]);
      upper |= Bytes.isUpper(text[i]);
    }
    return digit && upper;
  }

  /** Those with a character that no name has. */
  private static boolean markBeyond(Word word, int from, int to) {
    var text = word.text();
    if (to + 1 >= text.length) {
      return false;
    }
    int end = to + 1;
    while (end < text.length && (Bytes.isName(text[end]) || text[end] == '~')) {
      end++;
    }
    if (text[to] == '~') {
      boolean azure =
          text[to - 1] == 'Q'
              && to - from >= 5
              && Bytes.isDigit(text[to - 2])
              && end - to > LEAST_AZURE;
      boolean openshift = Bytes.matches(text, to - OPENSHIFT.length() + 1, OPENSHIFT);
      if (azure || (openshift && end - to > LEAST_REFRESH)) {
        word.mask(azure ? to - 5 : from, end);
        return true;
      }
    }
    if (text[to] == '/' && text[to - 1] == '1' && Bytes.matches(text, to, "//0")) { // Google
      int last = Bytes.nameEnd(text, to + 2);
      if (last - to > LEAST_REFRESH) {
        word.mask(to - 1, last);
        return true;
      }
    }
    if (Bytes.matches(text, to, "::") && to - from == K3S_CA && Bytes.matches(text, from, "K10")) {
      word.mask(from, tokenEnd(text, to));
      return true;
    }
    if (text[to] == ':' && Bytes.matches(text, to - ASTRA.length(), ASTRA)) {
      word.mask(to - ASTRA.length(), tokenEnd(text, to));
      return true;
    }
    if (text[to] == ':' && Bytes.isDigit(text[to - 1]) && Bytes.matches(text, to, ":AA")) {
      if (end - to > LEAST_TELEGRAM) {
        int digits = to;
        while (digits > from && Bytes.isDigit(text[digits - 1])) {
          digits--;
        }
        word.mask(digits, end);
        return true;
      }
    }
    return false;
  }

  private static int tokenEnd(byte[] text, int from) {
    int end = from;
    while (end < text.length && (Bytes.isName(text[end]) || text[end] == ':')) {
      end++;
    }
    return end;
  }

  /** A JSON web token (RFC 7519): base64url of an object, and a dot before the next part. */
  private static boolean isWebToken(byte[] text, int from, int to, int lastDot, boolean cut) {
    boolean open = cut && to == text.length;
    return text[from] == 'e'
        && Bytes.matches(text, from, "eyJ")
        && to - from > JWT_LEAST
        && (open || lastDot - from >= JWT_LEAST || Bytes.matches(text, from, "eyJrIjoi"));
  }
}
