package io.github.exectrace.redaction;

import java.util.Set;

/**
 * Secrets behind fixed words with blanks between, as statements of SQL, the lines of some
 * configuration and those of {@code .netrc} have them.
 */
final class Phrase {
  private static final int LONGEST_NAME = 32;
  private static final int FARTHEST_VALUE = 160;
  private static final String DOLLARS = "$$";
  private static final Set<String> PRAGMAS = Set.of("key", "rekey", "hexkey", "hexrekey");
  // Redis'.
  private static final Set<String> DIRECTIVES = Set.of("requirepass", "masterauth");
  private static final Set<String> COMMANDS = Set.of("command", "cmd", "eval");
  private static final Set<String> WRITERS = Set.of("echo", "printf");

  private Phrase() {}

  /**
   * Masks the secret that follows a name.
   *
   * @param next what stands behind the blanks behind the name
   * @return where to read on; {@code end} if it does not
   */
  static int mask(Word word, int at, int end, int next) {
    if (end - at > LONGEST_NAME) {
      return end;
    }
    var name = Bytes.lower(word.text(), at, end);
    return switch (name) {
      case "pragma" -> pragma(word, end, next);
      case "login", "nlogin" -> netrc(word, end, next);
      default ->
          DIRECTIVES.contains(name)
              ? token(word, next, end)
              : SecretName.of(word.text(), at, end).isPassword() ? password(word, end, next) : end;
    };
  }

  /** SQLCipher's {@code PRAGMA key = 'x'}. */
  private static int pragma(Word word, int end, int next) {
    var text = word.text();
    int nameEnd = Bytes.nameEnd(text, next);
    if (nameEnd - next > LONGEST_NAME || !PRAGMAS.contains(Bytes.lower(text, next, nameEnd))) {
      return end;
    }
    int equals = Bytes.skipBlanks(text, nameEnd);
    boolean assigned = equals < text.length && (text[equals] == '=' || text[equals] == '(');
    return assigned ? string(word, Bytes.skipBlanks(text, equals + 1), end) : end;
  }

  /** {@code login bob password x}. */
  private static int netrc(Word word, int end, int next) {
    var text = word.text();
    int userEnd = next;
    while (userEnd < text.length && !Bytes.isSpace(text[userEnd]) && text[userEnd] != '\\') {
      userEnd++;
    }
    int name = skipLineEnds(text, userEnd);
    int nameEnd = Bytes.nameEnd(text, name);
    return name > userEnd && Bytes.matchesAnyCase(text, name, nameEnd, "password")
        ? token(word, Bytes.skipSpaces(text, nameEnd), end)
        : end;
  }

  /** Blanks and ends of lines, also as printf(1) is given them: a backslash and an n. */
  private static int skipLineEnds(byte[] text, int from) {
    int at = Bytes.skipSpaces(text, from);
    return Bytes.matches(text, at, "\\n") ? skipLineEnds(text, at + 2) : at;
  }

  private static int password(Word word, int end, int next) {
    var text = word.text();
    int nextEnd = Bytes.nameEnd(text, next);
    int value = Bytes.skipBlanks(text, nextEnd);
    if (Bytes.matches(text, next, DOLLARS)) { // PostgreSQL
      int close = Bytes.find(text, next + 2, text.length, DOLLARS);
      return close < 0 ? end : masked(word, next + 2, close, end);
    }
    if (value == nextEnd || value == text.length) {
      return end;
    }
    if (Bytes.matchesAnyCase(text, next, nextEnd, "for")) { // MySQL: SET PASSWORD FOR bob = 'x'
      int last = Math.min(text.length, value + FARTHEST_VALUE);
      int equals = Bytes.find(text, value, last, "=");
      return equals < 0 ? end : string(word, Bytes.skipBlanks(text, equals + 1), end);
    }
    if (Bytes.matchesAnyCase(text, next, nextEnd, "password")) { // debconf: x/password password x
      return token(word, value, end);
    }
    return end;
  }

  /**
   * What a command writes that an option or a variable names as the way to a password: {@code
   * --password-command="echo x"}.
   *
   * @param end where the option's name ends
   * @param from where the command begins
   */
  static int ofCommand(Word word, int start, int end, int from) {
    return isCommand(word.text(), start, end) ? written(word, from, end) : end;
  }

  private static int written(Word word, int from, int end) {
    var text = word.text();
    int begin = from < text.length && Bytes.isQuote(text[from]) ? from + 1 : from;
    int writer = Bytes.nameEnd(text, begin);
    if (!WRITERS.contains(Bytes.lower(text, begin, writer))) {
      return end;
    }
    int value = Bytes.skipBlanks(text, writer);
    while (value < text.length && text[value] == '-') { // -n
      value = Bytes.skipBlanks(text, Bytes.spaceOrEnd(text, value));
    }
    int to = value;
    while (to < text.length && !Bytes.isQuote(text[to]) && text[to] != '\n') {
      to++;
    }
    return value > writer ? masked(word, value, to, end) : end;
  }

  /** The same where the command is an argument of its own. */
  static void ofCommand(Word option, Word command) {
    int start = 0;
    while (start < option.length() && option.text()[start] == '-') {
      start++;
    }
    if (isCommand(option.text(), start, option.length())) {
      written(command, 0, 0);
    }
  }

  /** {@code password-command}, {@code BORG_PASSCOMMAND}, {@code passwordeval}. */
  static boolean isCommand(byte[] text, int start, int end) {
    if (end - start > LONGEST_NAME) {
      return false;
    }
    var name = Bytes.lower(text, start, end);
    for (var command : COMMANDS) {
      if (name.endsWith(command)) {
        int to = end - command.length();
        boolean apart = to > start && "-_.".indexOf(text[to - 1]) >= 0;
        return SecretName.of(text, start, apart ? to - 1 : to).isPassword();
      }
    }
    return false;
  }

  private static int string(Word word, int open, int end) {
    var text = word.text();
    if (open >= text.length || !Bytes.isQuote(text[open])) {
      return end;
    }
    int to = open + 1;
    while (to < text.length && text[to] != text[open]) {
      to++;
    }
    return masked(word, open + 1, to, end);
  }

  /** A value up to a blank, a quote, or a backslash as in a string with {@code \n}. */
  private static int token(Word word, int from, int end) {
    var text = word.text();
    if (from < text.length && Bytes.isQuote(text[from])) {
      return string(word, from, end);
    }
    int to = from;
    while (to < text.length
        && !Bytes.isSpace(text[to])
        && !Bytes.isQuote(text[to])
        && text[to] != '\\') {
      to++;
    }
    return masked(word, from, to, end);
  }

  private static int masked(Word word, int from, int to, int end) {
    if (SecretName.KEY_OR_FILE.isHarmless(word.text(), from, to)) {
      return end;
    }
    word.mask(from, to);
    return to;
  }
}
