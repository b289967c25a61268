package io.github.exectrace.redaction;

import java.util.ArrayList;
import java.util.List;

/**
 * Masks what single programs are known to be given in the words of one command. Used by one thread.
 */
final class ToolScanner {
  private static final int MOST_CLUSTERED = 8;
  private static final int LONGEST_NAME = 64;

  private final List<Word> words;
  private final List<State> states = new ArrayList<>();

  ToolScanner(List<Word> words) {
    this.words = words;
  }

  /** How far a program's words have been followed. */
  private static final class State {
    private final Tool tool;
    private int seen; // of the words that must come first
    private int place; // words behind these

    private State(Tool tool) {
      this.tool = tool;
    }

    private boolean isReady() {
      return seen == tool.after().size();
    }
  }

  /** Looks at a word that may be a program's name, one behind others that run it, too. */
  void learn(Word word, String program) {
    if (!word.isOption()) {
      for (var tool : Tool.named(program)) {
        if (states.stream().noneMatch(state -> state.tool.equals(tool))) {
          states.add(new State(tool));
        }
      }
    }
  }

  boolean knowsOne() {
    return !states.isEmpty();
  }

  /** Masks what the programs seen so far are given in one word. */
  void scan(int i, int learnedBefore) {
    for (int each = 0; each < learnedBefore; each++) {
      var state = states.get(each);
      if (state.isReady()) {
        options(state.tool, i);
        place(state, i);
      } else if (isWord(words.get(i), state.tool.after().get(state.seen))) {
        state.seen++;
      }
    }
  }

  int count() {
    return states.size();
  }

  private static boolean isWord(Word word, String wanted) {
    int end = wanted.endsWith(".") ? wanted.length() : word.length(); // pypi-token.NAME
    return end <= word.length() && Bytes.matchesAnyCase(word.text(), 0, end, wanted);
  }

  private void place(State state, int i) {
    var word = words.get(i);
    if (isSwitch(word)) {
      return;
    }
    state.place++;
    var tool = state.tool;
    boolean last = tool.last() && i == words.size() - 1;
    if ((last || tool.places().contains(state.place)) && !isReference(word)) {
      word.maskAll();
    }
    if (tool.user().contains("#last") && i == words.size() - 1) {
      maskAfterUser(word, 0);
    }
    if (tool.assignments()) {
      int equals = Bytes.find(word.text(), 0, Math.min(word.length(), LONGEST_NAME), "=");
      if (equals > 0 && !isReference(word)) {
        word.mask(equals + 1, word.length());
      }
    }
  }

  /** {@code -x}, {@code /x}, {@code \\host} and {@code Z:} are not counted. */
  private static boolean isSwitch(Word word) {
    return word.isOption()
        || word.startsWith("/")
        || word.startsWith("\\\\")
        || (word.length() == 2 && word.text()[1] == ':');
  }

  private static boolean isReference(Word word) {
    return SecretName.PASSWORD.isHarmless(word.text(), 0, word.length()) && !word.cut();
  }

  private void options(Tool tool, int i) {
    var word = words.get(i);
    var before = i == 0 ? null : words.get(i - 1);
    for (var option : tool.attached()) {
      int at = attachedAt(tool, word, option);
      boolean named = word.is("-password") || word.is("-passwd") || word.is("-pass");
      if (at > 0
          && !(named && i + 1 < words.size())
          && !SecretName.PASSWORD.isHarmless(word.text(), at, word.length())) {
        word.mask(at, word.length());
      }
    }
    if (before != null && !CommandScanner.isOtherOption(word) && !isReference(word)) {
      for (var option : tool.separate()) {
        boolean windows = option.startsWith("/") && isWord(before, option);
        if (before.is(option) || windows) {
          word.maskAll();
        }
      }
      for (var option : tool.clustered()) {
        if (endsLike(before, option)) {
          word.maskAll();
        }
      }
    }
    for (var option : tool.separate()) {
      if (option.length() > 2 && word.startsWith(option + "=")) {
        word.mask(option.length() + 1, word.length());
      }
    }
    user(tool, word, before);
  }

  /** Where the secret begins behind an option; 0 if it is not that. */
  private static int attachedAt(Tool tool, Word word, String option) {
    if (word.length() > option.length() && word.startsWith(option) && !word.startsWith("--")) {
      boolean equals = option.length() == 2 && word.text()[2] == '=' && word.length() > 3;
      return option.length() + (equals ? 1 : 0);
    }
    if (tool.clustered().contains(option) && word.isOption() && !word.startsWith("--")) {
      for (int i = 1; i < Math.min(MOST_CLUSTERED, word.length() - 1); i++) {
        if (word.text()[i] == option.charAt(1)) {
          return i + 1;
        }
        if (!Bytes.isLetterOrDigit(word.text()[i])) {
          return 0;
        }
      }
    }
    return 0;
  }

  private static void user(Tool tool, Word word, Word before) {
    for (var option : tool.user()) {
      if (before != null && endsLike(before, option)) {
        maskAfterUser(word, 0);
      } else if (word.length() > 2 && option.length() == 2 && word.startsWith(option)) {
        maskAfterUser(word, option.length());
      } else if (option.length() > 2 && word.startsWith(option + "=")) {
        maskAfterUser(word, option.length() + 1);
      } else if (option.endsWith("=")) { // of a list: rw,user=…
        int at = Bytes.find(word.text(), 0, word.length(), option);
        if (at == 0 || (at > 0 && word.text()[at - 1] == ',')) {
          maskAfterUser(word, at + option.length());
        }
      }
    }
    if (!tool.user().isEmpty() && !word.isOption()) {
      maskBeforeHost(word);
    }
  }

  /** {@code -u}, or several options in one such as {@code -sSu}. */
  static boolean endsLike(Word word, String option) {
    if (option.length() > 2 || !word.isOption() || word.startsWith("--")) {
      return word.is(option);
    }
    return word.length() <= MOST_CLUSTERED && word.text()[word.length() - 1] == option.charAt(1);
  }

  /** {@code user:SECRET}, {@code user%SECRET} or {@code user,SECRET}. */
  private static void maskAfterUser(Word word, int from) {
    if (from == 0 && behindMethod(word) > 0) {
      maskBeforeHost(word);
      return;
    }
    for (int i = from; i < word.length(); i++) {
      if (":%,".indexOf(word.text()[i]) >= 0) {
        boolean url = Bytes.matches(word.text(), i, "://");
        if (!url && !SecretName.PASSWORD.isHarmless(word.text(), i + 1, word.length())) {
          word.mask(i + 1, word.length());
        }
        return;
      }
    }
  }

  /** Where the rest begins of CVS' {@code :pserver:user:SECRET@host}; 0 if a word is no such. */
  private static int behindMethod(Word word) {
    int end = word.startsWith(":") ? Bytes.nameEnd(word.text(), 1) : word.length();
    return end < word.length() && word.text()[end] == ':' ? end + 1 : 0;
  }

  /** {@code user:SECRET@host} without a scheme. */
  static void maskBeforeHost(Word word) {
    var text = word.text();
    int colon = behindMethod(word);
    while (colon < text.length && (Bytes.isName(text[colon]) || text[colon] == '/')) {
      colon++;
    }
    if (colon + 1 < text.length && text[colon] == ':' && text[colon + 1] != '/') {
      for (int i = text.length - 1; i > colon; i--) {
        if (text[i] == '@') {
          word.mask(colon + 1, i);
          return;
        }
      }
    }
  }
}
