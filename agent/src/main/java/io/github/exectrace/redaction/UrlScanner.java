package io.github.exectrace.redaction;

/**
 * Finds the password in {@code scheme://user:password@host}, also where it holds characters that
 * should have been escaped. Used by one thread.
 */
final class UrlScanner {
  // What alone stands before the @ and is as long as this is a token, not a user.
  private static final int LEAST_TOKEN = 20;

  private final Word word;
  private final byte[] text;
  private int noAtBefore; // there is no @ from the last search's begin up to here

  UrlScanner(Word word) {
    this.word = word;
    this.text = word.text();
  }

  /**
   * Masks it.
   *
   * @param from behind the two slashes
   * @return where to read on
   */
  int scan(int from) {
    int user = from;
    while (user < text.length && !isEnd(text[user]) && ":/@?#".indexOf(text[user]) < 0) {
      user++;
    }
    if (user == text.length) {
      return from;
    }
    if (text[user] == '@') {
      if (user - from >= LEAST_TOKEN) {
        word.mask(from, user);
      }
      return user;
    }
    return text[user] == ':' ? password(user + 1) : from;
  }

  private int password(int from) {
    int port = from;
    while (port < text.length && Bytes.isDigit(text[port])) {
      port++;
    }
    boolean hasPort = port < text.length && (isEnd(text[port]) || "/?#,".indexOf(text[port]) >= 0);
    if (hasPort || from < noAtBefore) {
      return from;
    }
    int at = -1;
    int end = from;
    // Behind the host an @ is nothing special.
    while (end < text.length && !isEnd(text[end]) && !(at >= 0 && "/?#".indexOf(text[end]) >= 0)) {
      if (text[end] == '@') {
        at = end;
      }
      end++;
    }
    boolean open = word.cut() && end == text.length;
    if (at >= 0 || open) {
      word.mask(from, at >= 0 ? at : end);
      return at >= 0 ? at : end;
    }
    noAtBefore = end;
    return from;
  }

  private static boolean isEnd(byte each) {
    return Bytes.isSpace(each) || Bytes.isQuote(each) || each == '>' || each == '<';
  }
}
