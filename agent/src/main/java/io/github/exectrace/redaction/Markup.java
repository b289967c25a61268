package io.github.exectrace.redaction;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Secrets in XML and in calls of functions, and pairs of a name and a value that stand apart:
 * {@code <password>x</password>}, {@code setPassword("x")}, {@code name="password" value="x"}.
 */
final class Markup {
  private static final int LONGEST_TAG = 256;
  private static final String CDATA = "<![CDATA[";
  private static final String ESCAPED_END = "&gt;";
  private static final String SECURE_STRING = "converttosecurestring";
  private static final Set<String> VALUES =
      Set.of("value", "parametervalue", "data", "plaintext", "stringvalue");
  // What is given a user and a password.
  private static final Set<String> SIGN_IN =
      Set.of(
          "networkcredential",
          "auth",
          "changeuserpassword",
          "createsuperuser",
          "credentials",
          // MySQL's and pgcrypto's, of a text and a key
          "aesencrypt",
          "aesdecrypt",
          "pgpsymencrypt",
          "pgpsymdecrypt");

  private Markup() {}

  /** Whether a name is what the value of a pair is called. */
  static boolean isValue(byte[] text, int from, int to) {
    return to - from < 16 && VALUES.contains(Bytes.lower(text, from, to));
  }

  /** {@code N'x'}, {@code E'x'}, {@code $'x'}: how many bytes stand before the quote. */
  static int stringPrefix(byte[] text, int at) {
    return at + 1 < text.length && "NEnre$".indexOf(text[at]) >= 0 && Bytes.isQuote(text[at + 1])
        ? 1
        : 0;
  }

  /** Whether a run is an option in a text, or what PowerShell makes a secret with. */
  static boolean isOption(byte[] text, int at, int end) {
    return (text[at] == '-' && end - at > 2 && (at == 0 || !Bytes.isQuote(text[at - 1])))
        || isSecureString(text, at, end);
  }

  static boolean isSecureString(byte[] text, int at, int end) {
    return end - at == SECURE_STRING.length() + 1
        && Bytes.lower(text, at, end).replace("-", "").equals(SECURE_STRING);
  }

  /**
   * Masks what belongs to a name that no separator follows.
   *
   * @param pending is given the name of a value that stands apart
   * @return where to read on
   */
  static int after(Word word, int at, int end, Consumer<SecretName> pending) {
    var text = word.text();
    if (text[end] == '(') {
      return call(word, at, end);
    }
    if (opensElement(text, at) && (text[end] == '>' || text[end] == ' ' || text[end] == '&')) {
      return element(word, at, end);
    }
    boolean isText = at > 0 && (Bytes.isQuote(text[at - 1]) || text[at - 1] == '=');
    if (isText && (Bytes.isQuote(text[end]) || text[end] == ',' || text[end] == '\\')) {
      var name = SecretName.of(text, at, end);
      if (name.isSure()) {
        return pair(word, at, end, name, pending);
      }
    }
    return end;
  }

  /** Whether a run stands where the name of an element does. */
  static boolean opensElement(byte[] text, int at) {
    return at > 0 && (text[at - 1] == '<' || text[at - 1] == ':' || text[at - 1] == ';');
  }

  private static int pair(
      Word word, int at, int end, SecretName name, Consumer<SecretName> pending) {
    var text = word.text();
    if (Bytes.matches(text, end + 1, ">")) { // <entry key="password">x
      return content(word, end + 2, end, name);
    }
    if (Bytes.matches(text, end + 1, "]")) { // environ["PASSWORD"] = "x"
      int open = Bytes.skipBlanks(text, end + 2);
      if (open < text.length && text[open] == '=') {
        open = Bytes.skipBlanks(text, open + 1);
      }
      if (open < text.length && Bytes.isQuote(text[open])) {
        return string(word, open, end);
      }
    }
    int next = end + 1 < text.length && text[end + 1] == ',' ? Bytes.skipBlanks(text, end + 2) : 0;
    boolean argument = at > 1 && text[at - 2] == '(';
    if (argument && next > 0 && next < text.length && Bytes.isQuote(text[next])) {
      return string(word, next, end);
    }
    pending.accept(name);
    return end;
  }

  /** {@code <password type="x">SECRET}, the same with entities for its brackets. */
  private static int element(Word word, int at, int end) {
    var text = word.text();
    var name = SecretName.of(text, at, end);
    if (!name.isSure() && name != SecretName.KEY_OR_FILE) {
      return end;
    }
    if (text[end] == '&') {
      return Bytes.matches(text, end, ESCAPED_END)
          ? content(word, end + ESCAPED_END.length(), end, name)
          : end;
    }
    int close = Bytes.find(text, end, Math.min(text.length, end + LONGEST_TAG), ">");
    return close < 0 || text[close - 1] == '/' ? end : content(word, close + 1, end, name);
  }

  private static int content(Word word, int from, int end, SecretName name) {
    var text = word.text();
    int begin = Bytes.matches(text, from, CDATA) ? from + CDATA.length() : from;
    int to = begin;
    while (to < text.length && "<&]".indexOf(text[to]) < 0) {
      to++;
    }
    if (name.isHarmless(text, begin, to) && !word.cut()) {
      return end;
    }
    word.mask(begin, to);
    return to;
  }

  /** {@code setPassword("x")}, {@code NetworkCredential("user", "x")}. */
  private static int call(Word word, int at, int end) {
    var text = word.text();
    int first = Bytes.skipBlanks(text, end + 1);
    if (first == text.length || !Bytes.isQuote(text[first])) {
      return end;
    }
    boolean signsIn = end - at < LONGEST_TAG && SIGN_IN.contains(lastName(text, at, end));
    if (!signsIn && !SecretName.of(text, at, end).isSure()) {
      return end;
    }
    if (!signsIn) {
      return string(word, first, end);
    }
    int second = nextString(text, first);
    int third = second < 0 ? second : nextString(text, second);
    int fourth = third < 0 ? third : nextString(text, third);
    // sbt's Credentials("realm", "host", "user", "password")
    return second < 0 ? end : string(word, fourth < 0 ? second : fourth, end);
  }

  /** Where the string opens that a comma joins to another one; -1 if none does. */
  private static int nextString(byte[] text, int open) {
    int comma = Bytes.skipBlanks(text, Math.min(text.length, stringEnd(text, open) + 1));
    if (comma == text.length || text[comma] != ',') {
      return -1;
    }
    int next = Bytes.skipBlanks(text, comma + 1);
    return next < text.length && Bytes.isQuote(text[next]) ? next : -1;
  }

  private static String lastName(byte[] text, int at, int end) {
    int from = end;
    while (from > at && text[from - 1] != '.') {
      from--;
    }
    return Bytes.lower(text, from, end).replace("_", "");
  }

  private static int string(Word word, int open, int end) {
    int to = stringEnd(word.text(), open);
    if (SecretName.PASSWORD.isHarmless(word.text(), open + 1, to) && !word.cut()) {
      return end;
    }
    word.mask(open + 1, to);
    return to;
  }

  private static int stringEnd(byte[] text, int open) {
    int to = open + 1;
    while (to < text.length && text[to] != text[open]) {
      to++;
    }
    return to;
  }
}
