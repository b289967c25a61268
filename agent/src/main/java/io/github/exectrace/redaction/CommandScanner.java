package io.github.exectrace.redaction;

import io.github.exectrace.redaction.TextScanner.Context;
import java.util.List;
import java.util.Set;

/**
 * Finds secrets in the words of a command: what follows an option that asks for one, what single
 * programs are known to be given, what is in each word by itself, and what a shell is to run. Used
 * by one thread.
 */
final class CommandScanner {
  // A shell in a shell in a shell is looked into; deeper ones are looked at as text.
  private static final int DEEPEST = 4;
  private static final int LONGEST_PROGRAM = 64;
  private static final Set<String> RUN_WHAT_FOLLOWS = Set.of("ssh", "rsh", "su", "eval", "watch");
  private static final Set<String> CONNECT_AS =
      Set.of("sqlplus", "sqlldr", "exp", "imp", "expdp", "impdp");
  private static final Set<String> HEADER_OPTIONS = Set.of("-H", "--header", "--proxy-header");
  private static final String SET = "set";
  private static final String ASSIGNMENT = "--from-literal"; // kubectl's
  private static final String NAMES_BARE = "nmcli";
  private static final String LAST_IS_SECRET = "htpasswd";

  private final List<Word> words;
  private final int depth;
  private Tool tool;
  private boolean toolIsReady;
  private boolean toRun;
  private boolean connects;
  private boolean namesBare;
  private boolean lastIsSecret;

  private CommandScanner(List<Word> words, int depth) {
    this.words = words;
    this.depth = depth;
  }

  /** Masks what looks like a secret in the words of one command. */
  static void scan(List<Word> words) {
    new CommandScanner(words, 0).scan();
  }

  private void scan() {
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (word.isEmpty() || followsSecretOption(i)) {
        continue;
      }
      learnProgram(i);
      boolean script = isScript(i);
      TextScanner.scan(word, context(i, script));
      if (script) {
        scanScript(word);
      }
      if (tool != null && toolIsReady) {
        scanForTool(i);
      }
      if (connects && !word.isOption()) {
        maskBetween(word, '/', '@');
      }
      maskAssignment(i);
    }
    if (lastIsSecret && words.stream().anyMatch(word -> endsLike(word, "-b"))) {
      words.getLast().maskAll();
    }
  }

  private Word before(int i) {
    return i == 0 ? null : words.get(i - 1);
  }

  private Context context(int i, boolean script) {
    if (script) {
      return Context.SCRIPT;
    }
    var before = before(i);
    return before != null && before.isOption() && HEADER_OPTIONS.contains(shortText(before))
        ? Context.HEADER
        : Context.ARGUMENT;
  }

  /** Masks a word if the one before says that it is a secret, as in {@code --password SECRET}. */
  private boolean followsSecretOption(int i) {
    var before = before(i);
    if (before == null) {
      return false;
    }
    var name = named(before, i);
    var word = words.get(i);
    if (name == SecretName.NO
        || isOtherOption(word)
        || (name.isHarmless(word.text(), 0, word.length()) && !word.cut())) {
      return false;
    }
    word.maskAll();
    return true;
  }

  /** What an option, or the name in {@code set NAME VALUE}, says of the word behind it. */
  private SecretName named(Word before, int i) {
    var text = before.text();
    int from = 0;
    while (from < text.length && text[from] == '-') {
      from++;
    }
    boolean option = from == 2 || (from == 1 && text.length > 2);
    boolean set = from == 0 && i >= 2 && (namesBare || words.get(i - 2).is(SET));
    if ((!option && !set) || Bytes.nameEnd(text, from) < text.length) {
      return SecretName.NO;
    }
    var name = SecretName.of(text, from, text.length);
    return name == SecretName.NO || SecretName.isVerb(text, from, text.length)
        ? SecretName.NO
        : name;
  }

  /** {@code --name} or {@code -x}: after {@code --password} rather the next option than a value. */
  private static boolean isOtherOption(Word word) {
    return (word.length() > 3 && word.startsWith("--") && Bytes.isLetter(word.text()[2]))
        || (word.length() == 2 && word.text()[0] == '-');
  }

  private static String shortText(Word word) {
    return word.length() > LONGEST_PROGRAM ? "" : Bytes.string(word.text(), 0, word.length());
  }

  /** A program may stand behind others that run it, as in {@code sudo -n mysql}. */
  private void learnProgram(int i) {
    var word = words.get(i);
    if (word.isOption()) {
      return;
    }
    if (tool != null && !toolIsReady && word.is(tool.only())) {
      toolIsReady = true;
    }
    if (tool != null && toolIsReady) {
      return;
    }
    var program = fileName(word);
    var found = Tool.named(program);
    if (found != null) {
      tool = found;
      toolIsReady = found.only().isEmpty();
    }
    connects |= CONNECT_AS.contains(program);
    namesBare |= program.equals(NAMES_BARE);
    lastIsSecret |= program.equals(LAST_IS_SECRET);
    toRun |= RUN_WHAT_FOLLOWS.contains(program);
  }

  private static String fileName(Word word) {
    int from = word.length();
    while (from > 0 && word.text()[from - 1] != '/' && word.length() - from < LONGEST_PROGRAM) {
      from--;
    }
    return Bytes.string(word.text(), from, word.length());
  }

  /**
   * Whether a word is itself a command line: behind an option such as {@code -c} or {@code -lc}, an
   * argument of programs that run their arguments, or a program's name with blanks in it.
   */
  private boolean isScript(int i) {
    var word = words.get(i);
    if (i == 0) {
      return Bytes.spaceOrEnd(word.text(), 0) < word.length();
    }
    if (toRun && !word.isOption()) {
      return true;
    }
    var before = before(i).text();
    return before.length >= 2
        && before[0] == '-'
        && before[before.length - 1] == 'c'
        && (before.length < 8)
        && before[1] != '-';
  }

  private void scanScript(Word script) {
    if (depth >= DEEPEST) {
      return;
    }
    for (var command : ShellWords.split(script)) {
      new CommandScanner(command, depth + 1).scan();
      command.forEach(word -> word.maskIn(script));
    }
  }

  private void scanForTool(int i) {
    var word = words.get(i);
    var before = before(i);
    for (var option : tool.attached()) {
      if (word.length() > option.length() && word.startsWith(option) && !word.startsWith("--")) {
        word.mask(option.length(), word.length());
      }
    }
    if (before != null) {
      for (var option : tool.separate()) {
        if (before.is(option) && !isOtherOption(word)) {
          word.maskAll();
        }
      }
    }
    for (var option : tool.user()) {
      if (before != null && endsLike(before, option)) {
        maskAfterUser(word, 0);
      } else if (word.length() > 2 && option.length() == 2 && word.startsWith(option)) {
        maskAfterUser(word, option.length());
      } else if (option.length() > 2 && word.startsWith(option + "=")) {
        maskAfterUser(word, option.length() + 1);
      }
    }
    if (!tool.user().isEmpty() && !word.isOption()) {
      maskBeforeHost(word);
    }
  }

  /** {@code -u}, or several options in one such as {@code -sSu}. */
  private static boolean endsLike(Word word, String option) {
    if (option.length() > 2 || !word.isOption() || word.startsWith("--")) {
      return word.is(option);
    }
    return word.length() <= 8 && word.text()[word.length() - 1] == option.charAt(1);
  }

  /** {@code user:SECRET}, {@code user%SECRET} or {@code user,SECRET}. */
  private static void maskAfterUser(Word word, int from) {
    for (int i = from; i < word.length(); i++) {
      if (":%,".indexOf(word.text()[i]) >= 0) {
        word.mask(i + 1, word.length());
        return;
      }
    }
  }

  /** {@code user:SECRET@host} without a scheme. */
  private static void maskBeforeHost(Word word) {
    var text = word.text();
    int colon = Bytes.nameEnd(text, 0);
    if (colon > 0 && colon + 1 < text.length && text[colon] == ':' && text[colon + 1] != '/') {
      for (int i = text.length - 1; i > colon; i--) {
        if (text[i] == '@') {
          word.mask(colon + 1, i);
          return;
        }
      }
    }
  }

  /** {@code --from-literal=key=SECRET}, in one word or two. */
  private void maskAssignment(int i) {
    var word = words.get(i);
    boolean inOne = word.startsWith(ASSIGNMENT + "=");
    if (inOne || (i > 0 && before(i).is(ASSIGNMENT))) {
      int from = inOne ? ASSIGNMENT.length() + 1 : 0;
      while (from < word.length() && word.text()[from] != '=') {
        from++;
      }
      word.mask(from + 1, word.length());
    }
  }

  private static void maskBetween(Word word, char after, char until) {
    var text = word.text();
    int from = 0;
    while (from < text.length && text[from] != after) {
      from++;
    }
    int to = from;
    while (to < text.length && text[to] != until) {
      to++;
    }
    word.mask(from + 1, to);
  }
}
