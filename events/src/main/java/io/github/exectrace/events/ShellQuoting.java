package io.github.exectrace.events;

import io.github.exectrace.text.VisibleText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes bytes, such as arguments and file names, as text that shows them and can be read back
 * ({@link ShellUnquoting}) to the very same bytes.
 *
 * <p>As words of a shell's command line: those of harmless characters stay as they are; others are
 * put between single quotes; whatever holds characters that cannot be seen ({@link VisibleText}) or
 * is not UTF-8 becomes {@code $'…'}, as bash, ksh, zsh and POSIX.1-2024 read it. So the line has no
 * line break and nothing hidden in it, whatever a program was given.
 *
 * <p>As a text by itself: what can be seen stays as it is, blanks and quotes too, and all else
 * becomes {@code $'…'}, even what begins with {@code $'} itself.
 */
public final class ShellQuoting {
  /** How bytes begin that are escaped. They end with a single quote. */
  static final String ESCAPED = "$'";

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
  private static final int UNPRINTABLE = 0x7f;

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
    boolean bare = !word.startsWith("'") && !word.startsWith(ESCAPED);
    return bare && (word.indexOf('=') > 0 || RESERVED.contains(word));
  }

  /** One argument, as a word of a command line. */
  public static String quote(byte[] argument) {
    var text = visible(argument);
    if (text == null) {
      return escape(argument);
    }
    if (!text.isEmpty() && text.codePoints().allMatch(ShellQuoting::isHarmless)) {
      return text;
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Bytes that are shown by themselves, such as a file's name in a field of its own. */
  public static String text(byte[] bytes) {
    var text = visible(bytes);
    return text == null || text.startsWith(ESCAPED) ? escape(bytes) : text;
  }

  /** What the bytes are in UTF-8; null if they are not, or if one would not see all of it. */
  private static String visible(byte[] bytes) {
    if (isPrintableAscii(bytes)) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return VisibleText.isVisible(text) ? text : null;
    } catch (CharacterCodingException notText) {
      return null;
    }
  }

  /** Nearly always, and quick to find out. */
  private static boolean isPrintableAscii(byte[] bytes) {
    for (byte each : bytes) {
      if (each < ' ' || each == UNPRINTABLE) { // a byte above 127 is negative
        return false;
      }
    }
    return true;
  }

  private static boolean isHarmless(int character) {
    return Character.isLetterOrDigit(character)
        || (character < 128 && HARMLESS.indexOf(character) >= 0);
  }

  /** The bytes as {@code $'…'}, whatever they are. */
  public static String escape(byte[] bytes) {
    var line = new StringBuilder(bytes.length + 8).append(ESCAPED);
    boolean afterHex = false;
    for (byte each : bytes) {
      int value = each & 0xff;
      int letter = "\n\t\r\\'".indexOf(value);
      if (letter >= 0) {
        line.append('\\').append("ntr\\'".charAt(letter));
        afterHex = false;
      } else if (each < ' ' || each == UNPRINTABLE || (afterHex && isHexDigit(value))) {
        line.append("\\x").append(hexDigit(value >> 4)).append(hexDigit(value & 0xf));
        afterHex = true;
      } else {
        line.append((char) value);
        afterHex = false;
      }
    }
    return line.append('\'').toString();
  }

  private static char hexDigit(int value) {
    return Character.forDigit(value, 16);
  }

  /** Whether a shell would take it for one more digit of the escape before it. */
  private static boolean isHexDigit(int value) {
    return value < 128 && Character.digit(value, 16) >= 0;
  }
}
