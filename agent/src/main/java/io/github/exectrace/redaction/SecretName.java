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
  /** Likewise, but often the name of a secret: {@code --secret id=…}. */
  SECRET,
  /** A token or a key. */
  TOKEN,
  /** A key, a session or the like: secret only if it looks random. */
  MAYBE,
  /** A URL that is a secret as a whole. */
  WEBHOOK,
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
          "passwords",
          "passe",
          "passwort",
          "kennwort",
          "contrasena",
          "totp",
          "mnemonic",
          "passin",
          "passout",
          "psk");
  private static final List<String> PASSWORD_ENDINGS =
      List.of("password", "passwd", "passphrase", "pass", "pwd", "pw", "passwort");
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
  private static final Set<String> SECRETS = Set.of("secret", "secrets");
  private static final Set<String> MAYBES =
      Set.of(
          "key",
          "api",
          "login",
          "hmac",
          "auth",
          "session",
          "sid",
          "csrf",
          "pat",
          "pepper",
          "appid",
          "code",
          "license",
          "dsn",
          "authcode",
          "jwt",
          "assertion",
          "ticket",
          "salt",
          "tokens");
  // What a key of a table or of a message is called, and keys that are public.
  private static final Set<String> NO_KEYS =
      Set.of(
          "cache",
          "sort",
          "primary",
          "foreign",
          "partition",
          "public",
          "host",
          "routing",
          "parse",
          "known",
          "object",
          "range",
          "group",
          "ssh");
  // What may stand behind the word that decides: DB_PASSWORD_PROD.
  private static final Set<String> QUALIFIERS =
      Set.of(
          "prod", "production", "dev", "test", "staging", "stage", "live", "old", "new", "current");
  private static final Set<String> CODES =
      Set.of("otp", "mfa", "totp", "2fa", "auth", "token", "pin");
  private static final Set<String> TOKENS =
      Set.of(
          "oauth",
          "proxyauth",
          "community",
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
          "authkey");
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
    return this == PASSWORD || this == SECRET;
  }

  /** Whether it is known to be secret by its name. */
  boolean isSure() {
    return isPassword() || this == TOKEN;
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
    if (words.size() > 1 && QUALIFIERS.contains(last(words)) && words.get(0).length() > 1) {
      words.remove(words.size() - 1);
    }
    var last = last(words);
    var before = words.size() < 2 ? "" : words.get(words.size() - 2);
    if (last.endsWith("authorization")) {
      return AUTHORIZATION;
    }
    if (last.endsWith("cookie")) {
      return words.size() == 1 || before.equals("set") ? HEADER : KEY_OR_FILE;
    }
    if (isPassword(last) || isSplit(before, last) || isCode(before, last)) {
      return PASSWORD;
    }
    if (SECRETS.contains(last) || last.endsWith("secret")) {
      return SECRET;
    }
    if (isWebhook(before, last)) {
      return WEBHOOK;
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
    if (last.equals("id") && before.equals("session")) {
      return MAYBE;
    }
    return MAYBES.contains(last) && !(last.equals("key") && NO_KEYS.contains(before)) ? MAYBE : NO;
  }

  /** {@code PassWord}, {@code seed-phrase}. */
  private static boolean isSplit(String before, String last) {
    return (before.equals("pass")
            && (last.equals("word") || last.equals("phrase") || last.equals("code")))
        || (last.equals("phrase") && (before.equals("seed") || before.equals("recovery")));
  }

  private static boolean isCode(String before, String last) {
    return last.equals("code") && CODES.contains(before);
  }

  private static boolean isWebhook(String before, String last) {
    return last.equals("webhook")
        || last.equals("webhookurl")
        || (before.equals("webhook") && (last.equals("url") || last.equals("uri")));
  }

  private static SecretName ofWord(String word) {
    return SECRETS.contains(word)
        ? SECRET
        : isPassword(word) ? PASSWORD : isToken(word, word, "") ? TOKEN : NO;
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
        || (last.equals("auth") && (name.endsWith("_auth") || name.endsWith("_AUTH")))
        || name.endsWith("AUTH_CONFIG")
        || (last.equals("api") && before.equals("art")) // Artifactory's header
        || name.toLowerCase(Locale.ROOT).endsWith("secret_id")
        || name.endsWith("SECRET_KEY_BASE");
  }

  /** Whether an option of this name only does something about a secret. */
  static boolean isVerb(byte[] text, int from, int to) {
    var words = words(Bytes.string(text, from, Math.min(to, from + LONGEST)));
    return words.size() > 1 && VERBS.contains(words.get(0));
  }

  private static String last(List<String> words) {
    return words.get(words.size() - 1);
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

  /** Whether a value tells nothing, as {@link SecretValue#isHarmless} says. */
  boolean isHarmless(byte[] text, int from, int to) {
    return SecretValue.isHarmless(this, text, from, to);
  }
}
