package io.github.exectrace.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits what a shell is given to run into its commands and their words, without quotes.
 *
 * <p>It follows the quoting of POSIX shells (2.2) and knows where a command ends; it expands
 * nothing. Substitutions are taken for commands of their own, because the parentheses and backticks
 * around them end words.
 */
final class ShellWords {
  private final byte[] text;
  private final boolean cut;
  private final List<Command> commands = new ArrayList<>();
  private List<Word> command = new ArrayList<>();
  private byte[] word = new byte[64];
  private int[] origin = new int[64];
  private int length;
  private boolean inWord;

  /**
   * A command of a script.
   *
   * @param words the words, without quotes
   * @param piped whether the next command reads what it writes
   */
  record Command(List<Word> words, boolean piped) {}

  private ShellWords(Word script) {
    this.text = script.text();
    this.cut = script.cut();
  }

  /** The commands of a script, in the order of their words. */
  static List<Command> split(Word script) {
    var splitter = new ShellWords(script);
    splitter.split();
    return splitter.commands;
  }

  /** The words of a list in brackets, as Java prints one, and those before it; empty if none is. */
  static List<Word> splitList(Word text) {
    if (Bytes.find(text.text(), 0, text.length(), "[") < 0) {
      return List.of();
    }
    var splitter = new ShellWords(text);
    for (int i = 0; i < text.length(); i++) {
      if ("[],\" ".indexOf(text.text()[i]) >= 0) {
        splitter.endWord(false);
      } else {
        splitter.add(i);
      }
    }
    splitter.endWord(text.cut());
    return splitter.command;
  }

  private void split() {
    int i = 0;
    while (i < text.length) {
      byte each = text[i];
      switch (each) {
        case '\'' -> i = single(i + 1);
        case '"' -> i = doubled(i + 1);
        case '\\' -> {
          if (i + 1 < text.length && text[i + 1] != '\n') {
            add(i + 1);
          }
          i += 2;
        }
        case ' ', '\t', '\r' -> {
          endWord(false);
          i++;
        }
        case '\n', ';', '&', '|', '(', ')', '`', '<', '>' -> {
          boolean redirection = each == '<' || each == '>';
          endWord(false);
          if (!redirection) {
            boolean twice = i + 1 < text.length && text[i + 1] == '|';
            endCommand(each == '|' && !twice);
          }
          i++;
        }
        default -> {
          add(i);
          i++;
        }
      }
    }
    endWord(cut);
    endCommand(false);
  }

  private int single(int from) {
    inWord = true;
    int i = from;
    while (i < text.length && text[i] != '\'') {
      add(i++);
    }
    return i + 1;
  }

  private int doubled(int from) {
    inWord = true;
    int i = from;
    while (i < text.length && text[i] != '"') {
      boolean escape =
          text[i] == '\\' && i + 1 < text.length && "\"\\$`\n".indexOf(text[i + 1]) >= 0;
      i += escape ? 1 : 0;
      add(i++);
    }
    return i + 1;
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
      command.add(Word.part(Arrays.copyOf(word, length), Arrays.copyOf(origin, length), isCut));
      length = 0;
      inWord = false;
    }
  }

  private void endCommand(boolean piped) {
    if (!command.isEmpty()) {
      commands.add(new Command(command, piped));
      command = new ArrayList<>();
    }
  }
}
