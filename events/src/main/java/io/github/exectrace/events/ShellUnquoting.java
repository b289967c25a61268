package io.github.exectrace.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads back what {@link ShellQuoting} has written, byte for byte. Of a line that something else
 * has written, or that was cut, it reads what there is.
 */
public final class ShellUnquoting {
  /** Stands behind the words of a command line of which some were not captured. */
  private static final String MISSING = "…";

  private final byte[] line;
  private int at;

  private ShellUnquoting(String line) {
    this.line = line.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The words of a command line ({@link ShellQuoting#join}), without the mark of missing ones that
   * may stand behind them.
   */
  public static List<byte[]> words(String line) {
    if (line.equals(MISSING)) {
      return List.of();
    }
    int end = line.endsWith(" " + MISSING) ? line.length() - MISSING.length() : line.length();
    var reader = new ShellUnquoting(line.substring(0, end));
    var words = new ArrayList<byte[]>();
    reader.skipBlanks();
    while (reader.at < reader.line.length) {
      words.add(reader.word());
      reader.skipBlanks();
    }
    return words;
  }

  /** The first word of a command line; empty if it has none. */
  static byte[] firstWord(String line) {
    return line.equals(MISSING) ? new byte[0] : new ShellUnquoting(line).word();
  }

  /** Whether a command line says that it lacks some words. */
  public static boolean lacksWords(String line) {
    return line.equals(MISSING) || line.endsWith(" " + MISSING);
  }

  /** The bytes of a text by itself ({@link ShellQuoting#text}). */
  public static byte[] bytes(String text) {
    var reader = new ShellUnquoting(text);
    return text.startsWith(ShellQuoting.ESCAPED) ? reader.word() : reader.line;
  }

  private void skipBlanks() {
    while (at < line.length && line[at] == ' ') {
      at++;
    }
  }

  private byte[] word() {
    var word = new ByteArrayOutputStream();
    while (at < line.length && line[at] != ' ') {
      byte each = line[at++];
      if (each == '\'') {
        quoted(word);
      } else if (each == '$' && at < line.length && line[at] == '\'') {
        at++;
        escaped(word);
      } else if (each == '\\' && at < line.length) {
        word.write(line[at++]);
      } else {
        word.write(each);
      }
    }
    return word.toByteArray();
  }

  private void quoted(ByteArrayOutputStream word) {
    while (at < line.length && line[at] != '\'') {
      word.write(line[at++]);
    }
    at++;
  }

  private void escaped(ByteArrayOutputStream word) {
    while (at < line.length && line[at] != '\'') {
      byte each = line[at++];
      word.write(each == '\\' && at < line.length ? escape() : each);
    }
    at++;
  }

  private int escape() {
    byte kind = line[at++];
    int letter = "ntr".indexOf(kind);
    if (letter >= 0) {
      return "\n\t\r".charAt(letter);
    }
    if (kind != 'x') {
      return kind;
    }
    int value = 0;
    for (int digits = 0; digits < 2 && at < line.length; digits++) {
      int digit = Character.digit(line[at], 16);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      at++;
    }
    return value;
  }
}
