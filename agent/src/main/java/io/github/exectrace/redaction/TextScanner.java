package io.github.exectrace.redaction;

/**
 * Finds secrets in one text by what stands before them: names, headers, URLs; and by their shape.
 *
 * <p>Goes through the text once. Used by one thread.
 */
final class TextScanner {
  private static final String SQL_IDENTIFIED = "identified";
  private static final String SQL_BY = "by";
  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";
  private static final String SEND = "send";
  private static final String PROMPT = "assword";
  private static final int LEAST_BEARER = 8;
  private static final String ORACLE = "oracle:thin";

  private final Word word;
  private final byte[] text;
  private final Context context;
  private final UrlScanner urls;
  private boolean spaceSeen;
  private boolean identified;
  private boolean prompted; // for a password, in a script of expect's
  private SecretName pending = SecretName.NO; // "name": "password", whose "value" comes next
  private int listEnd; // of the last list whose strings were looked at
  private int noAtBefore; // how far Oracle's @ has been looked for

  /** What a text is. */
  enum Context {
    /** An argument. */
    ARGUMENT,
    /** What a shell is to run. */
    SCRIPT,
    /** A header of a request, as curl's -H takes it. */
    HEADER
  }

  private TextScanner(Word word, Context context) {
    this.word = word;
    this.text = word.text();
    this.context = context;
    this.urls = new UrlScanner(word);
  }

  static void scan(Word word, Context context) {
    var scanner = new TextScanner(word, context);
    int at = 0;
    while (at < word.length()) {
      at = scanner.step(at);
    }
  }

  private int step(int at) {
    if (!Bytes.isName(text[at])) {
      spaceSeen |= Bytes.isSpace(text[at]);
      return at + 1;
    }
    int end = Bytes.nameEnd(text, at);
    if (PrivateKey.begins(text, at)) {
      return PrivateKey.mask(word, at, end);
    }
    KnownToken.mark(word, at, end);
    return afterName(at, end);
  }

  /** What follows a name decides what it is: the name of a value, of a URL's scheme, or none. */
  private int afterName(int at, int end) {
    if (Bytes.matches(text, end, "://")) {
      return urls.scan(end + "://".length());
    }
    if (end < text.length && text[end] == '/') {
      int to = Webhook.mask(word, at, end);
      if (to > end) {
        return to;
      }
    }
    if (text[end - 1] == 'n' && Bytes.matches(text, end - ORACLE.length(), ORACLE)) {
      return oracle(end);
    }
    if (Bytes.matches(text, end, "%3D") || Bytes.matches(text, end, "%3d")) {
      return percentEncoded(at, end);
    }
    prompted |= Bytes.matches(text, end - PROMPT.length(), PROMPT);
    int quote = end;
    while (quote < text.length && text[quote] == '\\') {
      quote++;
    }
    boolean quoted = quote < text.length && Bytes.isQuote(text[quote]);
    int separator = Bytes.skipBlanks(text, quoted ? quote + 1 : end);
    if (separator < text.length && (text[separator] == '=' || text[separator] == ':')) {
      return afterSeparator(at, end, separator, quoted);
    }
    if (separator > end
        && !quoted
        && (!Markup.opensElement(text, at) || isKeyword(at, separator))) {
      return afterBlank(at, end, separator);
    }
    return end < text.length ? Markup.after(word, at, end, this::remember) : end;
  }

  /** {@code :password "x"}, as Clojure writes a map. */
  private boolean isKeyword(int at, int next) {
    return text[at - 1] == ':' && next < text.length && Bytes.isQuote(text[next]);
  }

  /** {@code password%3Dx%26next%3Dy}: a form within a form. */
  private int percentEncoded(int at, int end) {
    int from = end + "%3D".length();
    int to = from;
    while (to < text.length
        && !Bytes.matches(text, to, "%26")
        && !Bytes.isSpace(text[to])
        && !Bytes.isQuote(text[to])
        && text[to] != '&') {
      to++;
    }
    var name = SecretName.of(text, at, end);
    return name == SecretName.NO ? end : masked(name, from, to, end);
  }

  private void remember(SecretName name) {
    pending = name;
  }

  /** {@code jdbc:oracle:thin:user/password@…}. */
  private int oracle(int end) {
    if (end < noAtBefore) {
      return end;
    }
    int user = Bytes.nameEnd(text, Math.min(text.length, end + 1));
    int to = user;
    while (to < text.length && text[to] != '@' && !Bytes.isSpace(text[to])) {
      to++;
    }
    noAtBefore = to;
    boolean closed = to < text.length && text[to] == '@';
    if (user == text.length || text[user] != '/' || !(closed || word.cut())) {
      return end;
    }
    word.mask(user + 1, to);
    return to;
  }

  /** SQL's {@code PASSWORD 'x'} and {@code IDENTIFIED BY 'x'}; {@code Bearer x}. */
  private int afterBlank(int at, int end, int next) {
    if (next == text.length) {
      return end;
    }
    if (Bytes.matchesAnyCase(text, at, end, BEARER)) {
      int to = tokenEnd(next);
      if (to - next >= LEAST_BEARER || (word.cut() && to == text.length)) {
        word.mask(next, to);
        return to;
      }
    }
    int phrase = Phrase.mask(word, at, end, next);
    if (phrase > end) {
      return phrase;
    }
    if (Bytes.matchesAnyCase(text, at, end, BASIC)
        && SecretValue.isBasic(text, next, tokenEnd(next))) {
      word.mask(next, tokenEnd(next));
      return tokenEnd(next);
    }
    if (prompted && Bytes.matchesAnyCase(text, at, end, SEND)) { // expect's
      int open = Bytes.matches(text, next, "-- ") ? next + 3 : next;
      if (open < text.length && Bytes.isQuote(text[open])) {
        return quoted(SecretName.PASSWORD, open, 0, end);
      }
    }
    identified |= Bytes.matchesAnyCase(text, at, end, SQL_IDENTIFIED);
    int quote = next + Markup.stringPrefix(text, next);
    if (Markup.isOption(text, at, end)) {
      return afterOption(at, end, next);
    }
    if (Bytes.matches(text, next, "->")) {
      return afterSeparator(at, end, next + 1, false);
    }
    boolean secret =
        Bytes.isQuote(text[quote])
            && ((identified && Bytes.matchesAnyCase(text, at, end, SQL_BY))
                || SecretName.of(text, at, end).isPassword()
                || (Markup.opensElement(text, at) && SecretName.of(text, at, end).isSure()));
    return secret ? quoted(SecretName.PASSWORD, quote, 0, end) : end;
  }

  /** {@code --password x} within a longer text; PowerShell's {@code ConvertTo-SecureString x}. */
  private int afterOption(int at, int end, int next) {
    boolean secureString = Markup.isSecureString(text, at, end);
    int from = next;
    if (secureString && Bytes.matches(text, next, "-String ")) {
      from = Bytes.skipBlanks(text, next + "-String ".length());
    }
    if (from == text.length || text[from] == '-' || text[from] == '(') {
      return end;
    }
    int start = at;
    while (text[start] == '-') {
      start++;
    }
    var name = secureString ? SecretName.PASSWORD : SecretName.of(text, start, end);
    if (!name.isSure() || SecretName.isVerb(text, start, end)) {
      return end;
    }
    return Bytes.isQuote(text[from])
        ? quoted(name, from, 0, end)
        : masked(name, from, Bytes.spaceOrEnd(text, from), end);
  }

  /** The characters of a bearer token (RFC 6750). */
  private int tokenEnd(int from) {
    int to = from;
    while (to < text.length && (Bytes.isName(text[to]) || "~+/=".indexOf(text[to]) >= 0)) {
      to++;
    }
    return to;
  }

  private int afterSeparator(int at, int end, int separator, boolean quoted) {
    int start = at;
    while (start < end && text[start] == '-') {
      start++;
    }
    var name = SecretName.of(text, start, end);
    if (pending != SecretName.NO && Markup.isValue(text, start, end)) {
      name = pending;
      pending = SecretName.NO;
    }
    if (name == SecretName.NO) {
      int to = Phrase.ofCommand(word, start, end, Bytes.skipBlanks(text, separator + 1));
      return Math.max(separator, to);
    }
    boolean colon = text[separator] == ':';
    int from = separator + 1;
    // key==value, key:=value, key => value
    if (from < text.length && (text[from] == '=' || (text[from] == '>' && !colon))) {
      from++;
    }
    int value = Bytes.skipBlanks(text, from);
    value += Markup.stringPrefix(text, value);
    boolean closes = // "Password: " is a prompt
        !quoted
            && at > 0
            && value < text.length
            && Bytes.isQuote(text[at - 1])
            && text[value] == text[at - 1];
    if (value == text.length
        || closes
        || (colon && start == at && !tells(name, start, from, value, quoted))
        || Bytes.matches(text, value, "$(")) {
      return separator;
    }
    return value(name, start, end, value, quoted, value > from);
  }

  /** {@code app-token:1.2} is the name of an image, {@code token: x} and {@code pass:x} tell. */
  private boolean tells(SecretName name, int start, int from, int value, boolean quoted) {
    return quoted
        || Bytes.matches(text, start, "X-")
        || value > from
        || name.isPassword()
        || name.isHeader()
        || context == Context.HEADER
        || (Bytes.matchesAnyCase(text, start, from - 1, BEARER)
            && SecretValue.isRandom(text, value, tokenEnd(value)))
        || Bytes.isQuote(text[value])
        || (start > 0 && "?&{,;=".indexOf(text[start - 1]) >= 0);
  }

  private int value(
      SecretName name, int start, int end, int from, boolean quotedName, boolean afterBlank) {
    int backslashes = 0;
    while (from + backslashes < text.length && text[from + backslashes] == '\\') {
      backslashes++;
    }
    int first = from + backslashes;
    if (first < text.length && Bytes.isQuote(text[first])) {
      return quoted(name, first, backslashes, end);
    }
    if (quotedName && (text[from] == '[' || text[from] == '{')) {
      if (name == SecretName.MAYBE) {
        if (from >= listEnd) {
          listEnd = Brackets.end(text, from);
          Brackets.maskRandom(word, from, listEnd);
        }
        return from; // what is in there may have names of its own
      }
      int to = Brackets.end(text, from);
      word.mask(from, to);
      return to;
    }
    int to;
    if (name.isHeader() && (afterBlank || context != Context.SCRIPT)) {
      to = lineEnd(from);
    } else if (context != Context.SCRIPT && !spaceSeen && leads(start)) {
      to = text.length; // --password=all that follows
    } else {
      to = valueEnd(from);
    }
    return masked(name, from, to, end);
  }

  /** Whether nothing but dashes stands before a name. */
  private boolean leads(int start) {
    for (int i = 0; i < start; i++) {
      if (text[i] != '-') {
        return false;
      }
    }
    return true;
  }

  /** Masks, or goes on behind the name where there is nothing to hide. */
  private int masked(SecretName name, int from, int to, int end) {
    int begin = from;
    if (name == SecretName.AUTHORIZATION) {
      int scheme = Bytes.nameEnd(text, from);
      int behind = Bytes.skipBlanks(text, scheme);
      begin = behind > scheme && behind < to ? behind : from;
    }
    if (name.isHarmless(text, begin, to) && !(word.cut() && to == text.length)) {
      return end;
    }
    word.mask(begin, to);
    return to;
  }

  /**
   * The value between quotes.
   *
   * @param open the first quote
   * @param backslashes how many stand before it, and so before the second one
   */
  private int quoted(SecretName name, int open, int backslashes, int end) {
    int from = open + 1;
    int to = from;
    int seen = 0;
    while (to < text.length && (text[to] != text[open] || seen > backslashes)) {
      // Within single quotes a backslash is one (POSIX, 2.2.2).
      seen = text[to] == '\\' && text[open] == '"' ? seen + 1 : 0;
      if (backslashes == 0 && seen == 2) {
        seen = 0;
      }
      to++;
    }
    if (to < text.length && backslashes > 0) {
      to -= Math.min(seen, to - from);
    }
    return masked(name, from, to, end);
  }

  private int lineEnd(int from) {
    int to = from;
    boolean whole = context == Context.HEADER; // Digest username="bob", response="x"
    while (to < text.length
        && text[to] != '\n'
        && text[to] != '\r'
        && (whole || !Bytes.isQuote(text[to]))) {
      to++;
    }
    return to;
  }

  /**
   * The end of a value without quotes. Blanks belong to it if none came before: then the argument
   * is not a list of words. A separator belongs to it unless another name follows.
   */
  private int valueEnd(int from) {
    int to = from;
    while (to < text.length) {
      byte each = text[to];
      if (Bytes.isQuote(each)
          || (Bytes.isSpace(each) && (spaceSeen || context == Context.SCRIPT))) {
        return to;
      }
      if (context == Context.SCRIPT && ";&|()`<>".indexOf(each) >= 0) {
        return to;
      }
      if (",;&".indexOf(each) >= 0) {
        int next = Bytes.skipBlanks(text, to + 1);
        int nameEnd = Bytes.nameEnd(text, next);
        if (next == text.length || endsBefore(next, nameEnd)) {
          return to;
        }
      }
      to++;
    }
    return to;
  }

  private boolean endsBefore(int next, int nameEnd) {
    return Bytes.isQuote(text[next])
        || (nameEnd > next
            && nameEnd < text.length
            && (text[nameEnd] == '=' || text[nameEnd] == ':'));
  }
}
