package io.github.exectrace.tracer;

import io.github.exectrace.text.VisibleText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes arguments as one line that a shell splits back into the very same bytes.
 *
 * <p>Words of harmless characters stay as they are; others are put between single quotes; whatever
 * holds characters that cannot be seen ({@link VisibleText}) or is not UTF-8 becomes {@code $'…'},
 * as bash, ksh, zsh and POSIX.1-2024 read it. So the line has no line break and nothing hidden in
 * it, whatever a program was given.
 */
public final class ShellQuoting {
  private static final Set<String> RESERVED =
      Set.of(
          "case",
          "coproc",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "time",
          "until",
          "while");
  private static final String HARMLESS = "_-+=./:,@%^";

  private ShellQuoting() {}

  /** A command: its arguments, quoted where needed and separated by blanks. */
  public static String join(List<byte[]> arguments) {
    var line = new StringJoiner(" ");
    for (int i = 0; i < arguments.size(); i++) {
      var word = quote(arguments.get(i));
      line.add(i == 0 && isSpecialAsCommand(word) ? "'" + word + "'" : word);
    }
    return line.toString();
  }

  /** Harmless elsewhere, but in the first place an assignment or a reserved word (POSIX, 2.4). */
  private static boolean isSpecialAsCommand(String word) {
    boolean bare = !word.startsWith("'") && !word.startsWith("$'");
    return bare && (word.indexOf('=') > 0 || RESERVED.contains(word));
  }

  /** One argument. */
  public static String quote(byte[] argument) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(argument)).toString();
    } catch (CharacterCodingException notText) {
      return escaped(argument);
    }
    if (!VisibleText.isVisible(text)) {
      return escaped(argument);
    }
    if (!text.isEmpty() && text.codePoints().allMatch(ShellQuoting::isHarmless)) {
      return text;
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static boolean isHarmless(int character) {
    return Character.isLetterOrDigit(character)
        || (character < 128 && HARMLESS.indexOf(character) >= 0);
  }

  private static String escaped(byte[] argument) {
    var line = new StringBuilder("$'");
    boolean afterHex = false;
    for (byte each : argument) {
      int value = each & 0xff;
      boolean hex = false;
      switch (value) {
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        case '\r' -> line.append("\\r");
        case '\\', '\'' -> line.append('\\').append((char) value);
        default -> {
          hex = value < ' ' || value > '~' || (afterHex && HexFormat.isHexDigit(value));
          if (hex) {
            line.append("\\x").append(HexFormat.of().toHexDigits(each));
          } else {
            line.append((char) value);
          }
        }
      }
      afterHex = hex;
    }
    return line.append('\'').toString();
  }
}
