package io.github.exectrace.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Commands in the source of a program: {@code system("mysql -p…")}. */
final class CalledCommands {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "system",
          "exec",
          "execsync",
          "popen",
          "shell_exec",
          "passthru",
          "run",
          "call",
          "check_call",
          "check_output",
          "getoutput");

  private CalledCommands() {}

  /** The strings that functions which run a command are given. */
  static List<Word> in(Word source) {
    var text = source.text();
    var found = new ArrayList<Word>();
    for (int at = Bytes.find(text, 0, text.length, "(");
        at > 0;
        at = Bytes.find(text, at + 1, text.length, "(")) {
      int open = Bytes.skipBlanks(text, at + 1);
      if (open < text.length && Bytes.isQuote(text[open]) && isFunction(text, at)) {
        int to = open + 1;
        while (to < text.length && text[to] != text[open]) {
          to++;
        }
        found.add(source.part(open + 1, to));
      }
    }
    return found;
  }

  private static boolean isFunction(byte[] text, int end) {
    int from = end;
    while (from > 0 && (Bytes.isLetter(text[from - 1]) || text[from - 1] == '_')) {
      from--;
    }
    return FUNCTIONS.contains(Bytes.lower(text, from, end));
  }
}
