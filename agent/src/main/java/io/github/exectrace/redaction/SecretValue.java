package io.github.exectrace.redaction;

/** What of a value shows whether there is anything to hide. */
final class SecretValue {
  private static final int LEAST_RANDOM = 16;
  private static final int LEAST_BASIC = 8;
  private static final int LONGEST_WORD = 80;

  private SecretValue() {}

  /**
   * Whether a value tells nothing: a word such as {@code true}, a reference to a variable, or where
   * the secret is to be found.
   */
  static boolean isHarmless(SecretName name, byte[] text, int from, int to) {
    int length = to - from;
    if (length <= 1) {
      return length == 0 || text[from] == '-' || !name.isPassword() || Bytes.isDigit(text[from]);
    }
    if (name == SecretName.MAYBE) {
      return !isRandom(text, from, to);
    }
    if (name == SecretName.WEBHOOK) {
      return !Bytes.matches(text, from, "http");
    }
    if (text[from] == '$') {
      return isReference(text, from, to);
    }
    var value = length > LONGEST_WORD ? "" : Bytes.string(text, from, to);
    return switch (value) {
      case "true", "false", "yes", "no", "on", "off", "none", "null", "prompt", "stdin", "***" ->
          true;
      default ->
          value.startsWith("file:/")
              || value.startsWith("env:")
              || value.startsWith("fd:")
              || (name == SecretName.SECRET
                  && (value.startsWith("id=") || value.startsWith("type=")))
              || (name == SecretName.KEY_OR_FILE && isPath(value));
    };
  }

  /** At least 16 of the characters of tokens, letters and digits mixed. */
  static boolean isRandom(byte[] text, int from, int to) {
    int digits = 0;
    int letters = 0;
    for (int i = from; i < to; i++) {
      if (!Bytes.isName(text[i]) && "+=~%:#".indexOf(text[i]) < 0) {
        return false;
      }
      digits += Bytes.isDigit(text[i]) ? 1 : 0;
      letters += Bytes.isLetter(text[i]) ? 1 : 0;
    }
    return to - from >= LEAST_RANDOM && digits >= 2 && letters >= 2;
  }

  private static boolean isPath(String value) {
    return value.startsWith("/")
        || value.startsWith("./")
        || value.startsWith("~/")
        || value.startsWith("../")
        || value.endsWith(".json")
        || value.endsWith(".pem")
        || value.endsWith(".key")
        || value.endsWith(".txt");
  }

  /** {@code $NAME}, <code>${name…}</code> or {@code $(command…}. */
  private static boolean isReference(byte[] text, int from, int to) {
    byte second = text[from + 1];
    if (second == '(') {
      return true;
    }
    if (second == '{') {
      return Bytes.find(text, from + 1, to, "}") == to - 1
          && Bytes.find(text, from + 1, to, "$") < 0;
    }
    for (int i = from + 1; i < to; i++) {
      if (!Bytes.isUpper(text[i]) && text[i] != '_' && (i == from + 1 || !Bytes.isDigit(text[i]))) {
        return false;
      }
    }
    return true;
  }

  /** A user and a password in base64 (RFC 7617), rather than an English word. */
  static boolean isBasic(byte[] text, int from, int to) {
    boolean upper = false;
    boolean lower = false;
    for (int i = from; i < to; i++) {
      upper |= Bytes.isUpper(text[i]);
      lower |= Bytes.isLetter(text[i]) && !Bytes.isUpper(text[i]);
    }
    return to - from >= LEAST_BASIC && (to - from) % 4 == 0 && upper && lower;
  }
}
