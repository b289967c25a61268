package io.github.exectrace.redaction;

/** Values of JSON that hold others: lists and objects. */
final class Brackets {
  private Brackets() {}

  /** Behind the bracket that closes the one at a place, as JSON has it. */
  static int end(byte[] text, int from) {
    int depth = 0;
    boolean inString = false;
    for (int i = from; i < text.length; i++) {
      byte each = text[i];
      if (inString) {
        i += each == '\\' ? 1 : 0;
        inString = each != '"';
      } else if (each == '"') {
        inString = true;
      } else if (each == '[' || each == '{') {
        depth++;
      } else if ((each == ']' || each == '}') && --depth == 0) {
        return i + 1;
      }
    }
    return text.length;
  }

  /** Masks what looks random of the strings in a range. */
  static void maskRandom(Word word, int from, int to) {
    var text = word.text();
    int begin = from;
    for (int i = from; i < to; i++) {
      if (text[i] == '"') {
        if (SecretValue.isRandom(text, begin, i)) {
          word.mask(begin, i);
        }
        begin = i + 1;
      }
    }
  }
}
