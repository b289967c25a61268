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
  private static final Set<String> RUN_WHAT_FOLLOWS =
      Set.of("ssh", "rsh", "su", "eval", "watch", "lftp", "db2", "bteq", "augtool");
  private static final Set<String> CONNECT_AS =
      Set.of("sqlplus", "rman", "sql", "tnsping", "sqlldr", "exp", "imp", "expdp", "impdp");
  private static final Set<String> HEADER_OPTIONS =
      Set.of("-H", "--header", "--proxy-header", "-rpc-header", "-headers");
  private static final Set<String> USER_OPTIONS =
      Set.of(
          "--user",
          "--auth",
          "--basic-auth",
          "--basic_auth",
          "--proxy-auth",
          "--proxy-user",
          "--login",
          "--creds",
          "--auth-cred",
          "--http-auth",
          "-auth",
          "-pauth",
          "--user-pass",
          "--userpass");
  private static final String ASSIGNMENT = "--from-literal"; // kubectl's
  // Behind these a name is followed by its value, without a dash or an equals sign.
  private static final Set<String> NAME_THEN_VALUE =
      Set.of(
          "nmcli",
          "set",
          "config",
          "setx",
          "setenv",
          "crudini",
          "put",
          "write",
          "env:set",
          "set_network",
          "pppd",
          "secret-tool",
          "var",
          "-x",
          "=");
  private static final String KEY_VARIABLE = "_KEY";
  private static final String LAST_IS_SECRET = "htpasswd";
  private static final int MOST_CLUSTERED = 8;
  private static final Set<String> EDITORS = Set.of("sed", "gsed", "perl");
  private static final String BUNDLE = "BUNDLE_";
  private static final String QEMU_SECRET = "secret,";
  private static final String QEMU_DATA = ",data=";

  private final List<Word> words;
  private final int depth;
  private final ToolScanner tools;
  private boolean toRun;
  private boolean connects;
  private boolean namesBare;
  private boolean lastIsSecret;
  private boolean edits;
  private boolean inEnvironment; // of env(1), whose command comes behind it

  private CommandScanner(List<Word> words, int depth) {
    this.words = words;
    this.depth = depth;
    this.tools = new ToolScanner(words);
  }

  /** Masks what looks like a secret in the words of one command. */
  static void scan(List<Word> words) {
    new CommandScanner(words, 0).scan();
  }

  /** Masks what looks like a secret in a command that is written as a list: {@code [a, b]}. */
  private static void scanList(Word text) {
    var list = ShellWords.splitList(text);
    if (list.size() > 1) {
      new CommandScanner(list, 0).scan();
      list.forEach(word -> word.maskIn(text));
    }
  }

  private void scan() {
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      int known = tools.count();
      if (word.isEmpty()) {
        continue;
      }
      if (followsSecretOption(i)) {
        tools.scan(i, known); // it counts as a word
        continue;
      }
      learnProgram(i);
      boolean script = isScript(i);
      TextScanner.scan(word, context(i, script));
      if (script) {
        scanScript(word);
      }
      tools.scan(i, known);
      if (connects && !word.isOption()) {
        UserSecret.maskBetween(word, '/', '@');
      }
      maskAssignment(i);
      maskVariable(word);
      maskUser(i);
      maskWithin(word);
    }
    if (lastIsSecret && words.stream().anyMatch(CommandScanner::takesPassword)) {
      words.get(words.size() - 1).maskAll();
    }
  }

  /** htpasswd's -b, or several options in one such as -nbB. */
  private static boolean takesPassword(Word word) {
    return word.isOption()
        && !word.startsWith("--")
        && word.length() <= MOST_CLUSTERED
        && Bytes.find(word.text(), 0, word.length(), "b") > 0;
  }

  /** What single words hold that is a language of its own. */
  private void maskWithin(Word word) {
    if (edits) {
      Substitution.mask(word);
    }
    if (depth == 0) {
      scanList(word);
    }
    for (var called : CalledCommands.in(word)) {
      scanPart(called, word);
    }
    int equals = word.isOption() ? Bytes.find(word.text(), 0, word.length(), "=") : -1;
    if (equals > 0 && Bytes.spaceOrEnd(word.text(), equals) < word.length()) {
      var value = word.part(equals + 1, word.length());
      if (beginsWithTool(value)) { // --ssh='sshpass -p SECRET ssh'
        scanPart(value, word);
      }
    }
    int data =
        word.startsWith(QEMU_SECRET) ? Bytes.find(word.text(), 0, word.length(), QEMU_DATA) : -1;
    if (data > 0) {
      int from = data + QEMU_DATA.length();
      int comma = Bytes.find(word.text(), from, word.length(), ",");
      word.mask(from, comma < 0 ? word.length() : comma);
    }
  }

  private void scanPart(Word part, Word whole) {
    scanScript(part);
    part.maskIn(whole);
  }

  private Word before(int i) {
    return i == 0 ? null : words.get(i - 1);
  }

  private Context context(int i, boolean script) {
    if (script) {
      return Context.SCRIPT;
    }
    var before = before(i);
    var word = words.get(i);
    if (word.length() > 3
        && word.startsWith("-H")
        && Bytes.find(word.text(), 2, word.length(), ":") > 0) {
      return Context.HEADER;
    }
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
    boolean apart = i >= 2 && before.is("="); // password = x
    var name =
        apart
            ? SecretName.of(words.get(i - 2).text(), 0, words.get(i - 2).length())
            : named(before, i);
    var word = words.get(i);
    if (name == SecretName.NO && before.isOption()) {
      Phrase.ofCommand(before, word);
    }
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
    boolean set = from == 0 && i >= 2 && namesBare;
    if (set) { // npm's //host/:_authToken
      from = text.length;
      while (from > 0 && Bytes.isName(text[from - 1])) {
        from--;
      }
    }
    if ((!option && !set) || Bytes.nameEnd(text, from) < text.length) {
      return SecretName.NO;
    }
    var name = SecretName.of(text, from, text.length);
    boolean other = set && name == SecretName.KEY_OR_FILE;
    return other || SecretName.isVerb(text, from, text.length) ? SecretName.NO : name;
  }

  /** {@code --name} or {@code -x}: after {@code --password} rather the next option than a value. */
  static boolean isOtherOption(Word word) {
    var text = word.text();
    if (word.length() == 2 && text[0] == '-') {
      return true;
    }
    if (word.length() <= 3 || !word.startsWith("--") || !Bytes.isLetter(text[2])) {
      return false;
    }
    int end = Bytes.nameEnd(text, 2);
    return end == text.length || text[end] == '=' || text[end] == ':';
  }

  private static String shortText(Word word) {
    return word.length() > LONGEST_PROGRAM ? "" : Bytes.string(word.text(), 0, word.length());
  }

  /** A program may stand behind others that run it, as in {@code sudo -n mysql}. */
  private void learnProgram(int i) {
    var word = words.get(i);
    if (word.isOption()) {
      namesBare |= word.is("--set") || word.is("--arg");
      return;
    }
    var program = fileName(word);
    tools.learn(word, program);
    connects |= CONNECT_AS.contains(program);
    namesBare |= NAME_THEN_VALUE.contains(program);
    lastIsSecret |= program.equals(LAST_IS_SECRET);
    edits |= EDITORS.contains(program);
    inEnvironment =
        program.equals("env")
            || (inEnvironment && Bytes.find(word.text(), 0, word.length(), "=") > 0);
    toRun |= RUN_WHAT_FOLLOWS.contains(program);
  }

  static String fileName(Word word) {
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
    if ((toRun && !word.isOption()) || beginsWithTool(word)) {
      return true;
    }
    var before = before(i).text();
    return before.length >= 2
        && before[0] == '-'
        && before[before.length - 1] == 'c'
        && (before.length < 8)
        && before[1] != '-';
  }

  /** {@code tmux new 'mysql -p…'}: what it is given is plainly a command. */
  private static boolean beginsWithTool(Word word) {
    int end = Bytes.spaceOrEnd(word.text(), 0);
    if (end == word.length() || end > LONGEST_PROGRAM) {
      return false;
    }
    var first = Bytes.string(word.text(), 0, end);
    return !Tool.named(first.substring(first.lastIndexOf('/') + 1)).isEmpty();
  }

  private void scanScript(Word script) {
    if (depth >= DEEPEST) {
      return;
    }
    var commands = ShellWords.split(script, depth);
    for (int i = 0; i < commands.size(); i++) {
      var command = commands.get(i);
      new CommandScanner(command.words(), depth + 1).scan();
      if (command.reader() >= 0 && command.reader() < commands.size()) {
        PipedSecret.mask(command.words(), commands.get(command.reader()).words());
      }
      PipedSecret.mask(command);
      command.words().forEach(word -> word.maskIn(script));
    }
  }

  /** {@code --auth user:SECRET}, whatever the program, unless it looks like user:group. */
  private void maskUser(int i) {
    var word = words.get(i);
    var before = before(i);
    if (word.startsWith(BUNDLE)) { // BUNDLE_GEMS__EXAMPLE__ORG=user:SECRET, a host's name
      int equals = Bytes.nameEnd(word.text(), 0);
      if (Bytes.find(word.text(), 0, equals, "__") > 0) {
        UserSecret.maskBehindColon(word, equals + 1);
      }
    }
    if (before != null && USER_OPTIONS.contains(shortText(before))) {
      UserSecret.maskBehindColon(word, 0);
      return;
    }
    int equals =
        word.isOption()
            ? Bytes.find(word.text(), 0, Math.min(word.length(), LONGEST_PROGRAM), "=")
            : -1;
    if (equals > 0 && USER_OPTIONS.contains(Bytes.string(word.text(), 0, equals))) {
      UserSecret.maskBehindColon(word, equals + 1);
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

  /**
   * {@code env OPENAI_KEY=SECRET cmd}: here a key is one of a service, even if it does not look
   * random.
   */
  private void maskVariable(Word word) {
    int equals = inEnvironment ? Bytes.find(word.text(), 0, word.length(), "=") : -1;
    if (equals > 0
        && Bytes.matches(word.text(), equals - KEY_VARIABLE.length(), KEY_VARIABLE)
        && SecretName.of(word.text(), 0, equals) == SecretName.MAYBE
        && !SecretName.KEY_OR_FILE.isHarmless(word.text(), equals + 1, word.length())) {
      word.mask(equals + 1, word.length());
    }
  }
}
