package io.github.exectrace.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a name of an option, variable, property, field or header says of its value.
 *
 * <p>The last word of the name decides, so that {@code --db-password} is one and {@code
 * --password-file} is none. Words end at {@code - _ .} and where an upper-case letter follows a
 * lower-case one; digits at the end do not count.
 */
enum SecretName {
  /** No secret. */
  NO,
  /** A password: whatever it looks like. */
  PASSWORD,
  /** A token or a key. */
  TOKEN,
  /** A key or credentials, often given as the name of a file, which is none. */
  KEY_OR_FILE,
  /** A header, secret up to the end of its line: Cookie. */
  HEADER,
  /** A header of a scheme and a secret: Authorization. */
  AUTHORIZATION;

  private static final int LONGEST = 80;

  private static final Set<String> PASSWORDS =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "pass",
          "pwd",
          "pw",
          "pin",
          "otp",
          "secret",
          "secrets",
          "passin",
          "passout",
          "psk");
  private static final List<String> PASSWORD_ENDINGS =
      List.of("password", "passwd", "passphrase", "secret", "pass", "pwd");
  // English words, and what is said of video encoders.
  private static final Set<String> NO_PASSWORDS =
      Set.of(
          "bypass",
          "compass",
          "encompass",
          "surpass",
          "trespass",
          "overpass",
          "underpass",
          "multipass",
          "singlepass",
          "oldpwd",
          "nopass",
          "lowpass",
          "highpass",
          "bandpass",
          "allpass");
  private static final Set<String> TOKENS =
      Set.of(
          "token",
          "apikey",
          "bearer",
          "sig",
          "signature",
          "sessionid",
          "jsessionid",
          "phpsessid",
          "requirepass",
          "masterauth",
          "accesskey",
          "secretkey",
          "authkey",
          "authcode");
  private static final List<String> TOKEN_ENDINGS =
      List.of("token", "apikey", "accesskey", "secretkey", "signature");
  private static final Set<String> KEYS_OR_FILES =
      Set.of("credential", "credentials", "creds", "privatekey", "cookie", "cookies");
  private static final Set<String> BEFORE_KEY =
      Set.of(
          "api",
          "access",
          "secret",
          "encryption",
          "signing",
          "auth",
          "account",
          "shared",
          "master",
          "consumer",
          "storage",
          "app",
          "application",
          "service",
          "session",
          "webhook",
          "license",
          "subscription",
          "decryption",
          "hmac",
          "deploy",
          "project");
  private static final Set<String> VALUE_OF =
      Set.of("value", "string", "literal", "text", "plain", "plaintext", "hash", "base64");
  // Of options that do something about a secret and have none behind them.
  private static final Set<String> VERBS =
      Set.of(
          "no",
          "ask",
          "prompt",
          "use",
          "skip",
          "allow",
          "enable",
          "disable",
          "require",
          "show",
          "generate",
          "get",
          "create",
          "delete",
          "list",
          "rotate",
          "revoke",
          "verify",
          "check",
          "force",
          "save",
          "with",
          "without",
          "print",
          "need",
          "change",
          "reset");

  /** Whether the value may be anything, so that a colon without a blank is enough to tell. */
  boolean isPassword() {
    return this == PASSWORD;
  }

  boolean isHeader() {
    return this == HEADER || this == AUTHORIZATION;
  }

  /** What a name says; leading dashes do not matter. */
  static SecretName of(byte[] text, int from, int to) {
    if (to - from < 2) {
      return NO;
    }
    return of(Bytes.string(text, Math.max(from, to - LONGEST), to));
  }

  static SecretName of(String name) {
    if (name.equals("PWD")) {
      return NO; // every shell's working directory
    }
    var words = words(name);
    if (words.isEmpty()) {
      return NO;
    }
    var last = words.getLast();
    var before = words.size() < 2 ? "" : words.get(words.size() - 2);
    if (last.endsWith("authorization")) {
      return AUTHORIZATION;
    }
    if (last.endsWith("cookie")) {
      return words.size() == 1 || before.equals("set") ? HEADER : KEY_OR_FILE;
    }
    if (isPassword(last)) {
      return PASSWORD;
    }
    if (isToken(name, last, before)) {
      return TOKEN;
    }
    if (KEYS_OR_FILES.contains(last) || (last.equals("key") && before.equals("private"))) {
      return KEY_OR_FILE;
    }
    if (VALUE_OF.contains(last) && words.size() > 1) {
      return ofWord(before);
    }
    return NO;
  }

  private static SecretName ofWord(String word) {
    return isPassword(word) ? PASSWORD : isToken(word, word, "") ? TOKEN : NO;
  }

  private static boolean isPassword(String word) {
    return PASSWORDS.contains(word)
        || (!NO_PASSWORDS.contains(word) && PASSWORD_ENDINGS.stream().anyMatch(word::endsWith));
  }

  private static boolean isToken(String name, String last, String before) {
    return TOKENS.contains(last)
        || TOKEN_ENDINGS.stream().anyMatch(last::endsWith)
        || (last.equals("key") && BEFORE_KEY.contains(before))
        // npm's; Vault's, while --secret-id of other tools is a name.
        || name.endsWith("_auth")
        || name.toLowerCase(Locale.ROOT).endsWith("secret_id")
        || name.endsWith("SECRET_KEY_BASE");
  }

  /** Whether an option of this name only does something about a secret. */
  static boolean isVerb(byte[] text, int from, int to) {
    var words = words(Bytes.string(text, from, Math.min(to, from + LONGEST)));
    return words.size() > 1 && VERBS.contains(words.getFirst());
  }

  private static List<String> words(String name) {
    var words = new ArrayList<String>();
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    for (int i = 0; i <= end; i++) {
      boolean between = i == end || "-_.".indexOf(name.charAt(i)) >= 0;
      boolean hump =
          !between
              && i > start
              && Character.isUpperCase(name.charAt(i))
              && Character.isLowerCase(name.charAt(i - 1));
      if ((between || hump) && i > start) {
        words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
      }
      if (between) {
        start = i + 1;
      } else if (hump) {
        start = i;
      }
    }
    return words;
  }

  /**
   * Whether a value tells nothing: a word such as {@code true}, a reference to a variable, or where
   * the secret is to be found.
   */
  boolean isHarmless(byte[] text, int from, int to) {
    int length = to - from;
    if (length <= 1) {
      return length == 0 || text[from] == '-' || this != PASSWORD || Bytes.isDigit(text[from]);
    }
    if (text[from] == '$') {
      return isReference(text, from, to);
    }
    var value = length > LONGEST ? "" : Bytes.string(text, from, to);
    return switch (value) {
      case "true", "false", "yes", "no", "on", "off", "none", "null", "prompt", "stdin", "***" ->
          true;
      default ->
          value.startsWith("file:/")
              || value.startsWith("env:")
              || value.startsWith("fd:")
              || (this == PASSWORD && (value.startsWith("id=") || value.startsWith("type=")))
              || (this == KEY_OR_FILE && isPath(value));
    };
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
}
