package io.github.exectrace.redaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Splits what a shell is given to run into its commands and their words, without quotes.
 *
 * <p>It follows the quoting of POSIX shells (2.2) and knows where a command ends; it expands
 * nothing. Substitutions are taken for commands of their own, because the parentheses and backticks
 * around them end words.
 */
final class ShellWords {
  private static final int NO_GROUP = -1;
  private static final int DEEPEST = 3;

  private final byte[] text;
  private final int end;
  private final boolean cut;
  private final int level;
  private final List<Command> commands = new ArrayList<>();
  private List<Word> command = new ArrayList<>();
  private byte[] word = new byte[64];
  private int[] origin = new int[64];
  private int length;
  private boolean inWord;
  private boolean hereString; // the next word is one
  private Word read; // of the command, from a here-string
  private final List<Command> within = new ArrayList<>(); // the command's words, in double quotes
  private final Deque<Integer> groups = new ArrayDeque<>(); // their first commands
  private int afterGroup = NO_GROUP; // the first command of the one that has just been closed

  /**
   * A command of a script.
   *
   * @param words the words, without quotes
   * @param reader the command that reads what it writes, by its place; -1 if none does
   * @param read what it reads, of its words, if that is written behind it ({@code <<<}); else null
   */
  record Command(List<Word> words, int reader, Word read) {}

  private ShellWords(byte[] text, int end, boolean cut, int level) {
    this.text = text;
    this.end = end;
    this.cut = cut;
    this.level = level;
  }

  private static ShellWords of(Word text, int level) {
    return new ShellWords(text.text(), text.length(), text.cut(), level);
  }

  /**
   * The commands of a script, in the order of their words.
   *
   * @param level in how many others the script stands; deep within, substitutions are only text
   */
  static List<Command> split(Word script, int level) {
    var splitter = of(script, level);
    splitter.split(0);
    return splitter.commands;
  }

  /** The words of a list in brackets, as Java prints one, and those before it; empty if none is. */
  static List<Word> splitList(Word text) {
    if (Bytes.find(text.text(), 0, text.length(), "[") < 0) {
      return List.of();
    }
    var splitter = of(text, 0);
    for (int i = 0; i < text.length(); i++) {
      if ("[],\"' ".indexOf(text.text()[i]) >= 0) {
        splitter.endWord(false);
      } else {
        splitter.add(i);
      }
    }
    splitter.endWord(text.cut());
    return splitter.command;
  }

  private void split(int from) {
    int i = from;
    while (i < end) {
      byte each = text[i];
      if (!Bytes.isBlank(each) && each != '|') {
        afterGroup = NO_GROUP;
      }
      switch (each) {
        case '\'' -> i = single(i + 1);
        case '"' -> i = doubled(i + 1);
        case '\\' -> {
          if (i + 1 < end && text[i + 1] != '\n') {
            add(i + 1);
          }
          i += 2;
        }
        case ' ', '\t', '\r' -> {
          endWord(false);
          i++;
        }
        case '\n', ';', '&', '|', '(', ')', '`', '<', '>' -> i = operator(i);
        default -> {
          add(i);
          i++;
        }
      }
    }
    endWord(cut);
    endCommand(false);
  }

  /** Of the operators those matter here that end words and commands, and those between two. */
  private int operator(int at) {
    endWord(false);
    switch (text[at]) {
      case '<' -> {
        hereString = Bytes.matches(text, at, "<<<");
        return at + (hereString ? 3 : 1);
      }
      case '>' -> {
        return at + 1;
      }
      case '|' -> {
        boolean twice = Bytes.matches(text, at, "||");
        endCommand(!twice);
        return at + (twice ? 2 : 1);
      }
      case '(' -> {
        endCommand(false);
        groups.push(commands.size());
      }
      case ')' -> {
        endCommand(false);
        endGroup();
      }
      default -> endCommand(false);
    }
    return at + 1;
  }

  private void endGroup() {
    afterGroup = groups.isEmpty() ? NO_GROUP : groups.pop();
  }

  private int single(int from) {
    inWord = true;
    int i = from;
    while (i < end && text[i] != '\'') {
      add(i++);
    }
    return i + 1;
  }

  private int doubled(int from) {
    inWord = true;
    int i = from;
    while (i < end && text[i] != '"') {
      boolean escape = text[i] == '\\' && i + 1 < end && "\"\\$`\n".indexOf(text[i + 1]) >= 0;
      i += escape ? 1 : 0;
      if (!escape && Bytes.matches(text, i, "$(")) {
        i = substitution(i, i + 2, closing(i + 2));
      } else if (!escape && text[i] == '`') {
        int close = Bytes.find(text, i + 1, end, "`");
        i = substitution(i, i + 1, close < 0 ? end : close);
      } else {
        add(i++);
      }
    }
    return i + 1;
  }

  /** Where the parenthesis closes that was opened before a place; the end if it does not. */
  private int closing(int from) {
    int depth = 1;
    for (int i = from; i < end; i++) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return end;
  }

  /** Commands between double quotes; their text belongs to the word all the same. */
  private int substitution(int from, int begin, int close) {
    if (level < DEEPEST) {
      var inner = new ShellWords(text, close, cut && close == text.length, level + 1);
      inner.split(begin);
      // Not piped into one another: their places are others here.
      inner.commands.forEach(each -> within.add(new Command(each.words(), -1, each.read())));
    }
    int to = Math.min(end, close + 1);
    for (int i = from; i < to; i++) {
      add(i);
    }
    return to;
  }

  private void add(int at) {
    inWord = true;
    if (length == word.length) {
      word = Arrays.copyOf(word, length * 2);
      origin = Arrays.copyOf(origin, length * 2);
    }
    word[length] = text[at];
    origin[length++] = at;
  }

  private void endWord(boolean isCut) {
    if (inWord) {
      var ended = Word.part(Arrays.copyOf(word, length), Arrays.copyOf(origin, length), isCut);
      command.add(ended);
      read = hereString ? ended : read;
      hereString = false;
      length = 0;
      inWord = false;
      if (command.size() == 1 && ended.is("{")) {
        command.clear();
        groups.push(commands.size());
      } else if (command.size() == 1 && ended.is("}")) {
        command.clear();
        endGroup();
      }
    }
  }

  private void endCommand(boolean piped) {
    if (piped && command.isEmpty() && afterGroup != NO_GROUP) {
      commands
          .subList(afterGroup, commands.size())
          .replaceAll(each -> new Command(each.words(), commands.size(), each.read()));
    }
    if (!command.isEmpty()) {
      commands.add(new Command(command, piped ? commands.size() + 1 + within.size() : -1, read));
      commands.addAll(within);
      within.clear();
      command = new ArrayList<>();
      read = null;
    }
  }
}
