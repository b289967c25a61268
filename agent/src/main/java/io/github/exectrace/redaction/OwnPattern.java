package io.github.exectrace.redaction;

import io.github.exectrace.bpf.OptionFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of the user's own.
 *
 * <p>One that takes too many steps (nested repetitions can take exponentially many) is given up,
 * and the argument is masked as a whole: the application's thread must not be held up, and what was
 * not looked at must not be shown.
 */
final class OwnPattern {
  private static final long STEPS = 20_000;
  private static final long STEPS_PER_CHARACTER = 100;
  private static final String COMMENT = "#";
  private static final int MOST_FILE_BYTES = 1 << 20;

  private final Pattern pattern;

  private OwnPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** One pattern, or those of a file for {@code @FILE}. */
  static List<OwnPattern> read(String word) {
    if (!word.startsWith("@")) {
      return List.of(compile(word, word));
    }
    var file = word.substring(1);
    return text(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
        .map(line -> compile(line, line + "' in '" + file))
        .toList();
  }

  private static String text(String file) {
    if (file.isEmpty()) {
      throw new IllegalArgumentException("there is no file name behind the @ of redaction=@FILE");
    }
    try {
      var bytes = OptionFile.read(Path.of(file), MOST_FILE_BYTES);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new IllegalArgumentException(
          "the file of redaction patterns " + file + " is not in UTF-8", notText);
    } catch (IOException unfit) {
      throw new IllegalArgumentException(
          "the file of redaction patterns " + file + " " + unfit.getMessage(), unfit);
    }
  }

  private static OwnPattern compile(String regex, String shown) {
    try {
      return new OwnPattern(Pattern.compile(regex));
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "the redaction pattern '"
              + shown
              + "' is not a regular expression: "
              + wrong.getDescription()
              + " near index "
              + wrong.getIndex());
    }
  }

  /** Masks what is matched. */
  void mark(Word word) {
    var decoded = Decoded.of(word.text());
    var limited = new Limited(decoded.text, STEPS + STEPS_PER_CHARACTER * decoded.text.length());
    try {
      var matcher = pattern.matcher(limited);
      while (matcher.find()) {
        mark(word, matcher, decoded);
      }
    } catch (TooManySteps | StackOverflowError given) {
      word.maskAll();
    }
  }

  private static void mark(Word word, Matcher matcher, Decoded decoded) {
    int first = matcher.groupCount() == 0 ? 0 : 1;
    for (int group = first; group <= matcher.groupCount(); group++) {
      if (matcher.start(group) >= 0) {
        word.mask(decoded.offset(matcher.start(group)), decoded.offset(matcher.end(group)));
      }
    }
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OwnPattern own && own.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Bytes as text: as UTF-8, or where they are not that, one character for each. */
  private static final class Decoded {
    private final String text;
    private final int[] offsets; // where each character begins; null if that is its own place

    private Decoded(String text, int[] offsets) {
      this.text = text;
      this.offsets = offsets;
    }

    static Decoded of(byte[] bytes) {
      String text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException notText) {
        return new Decoded(Bytes.string(bytes, 0, bytes.length), null);
      }
      return new Decoded(text, text.length() == bytes.length ? null : offsetsIn(text));
    }

    private static int[] offsetsIn(String text) {
      var offsets = new int[text.length() + 1];
      for (int i = 0; i < text.length(); i++) {
        char each = text.charAt(i);
        // Half of a pair counts half of its four bytes.
        int bytes = each < 0x80 ? 1 : each < 0x800 || Character.isSurrogate(each) ? 2 : 3;
        offsets[i + 1] = offsets[i] + bytes;
      }
      return offsets;
    }

    int offset(int character) {
      return offsets == null ? character : offsets[character];
    }
  }

  /** A text that counts how often it is asked for a character. */
  private static final class Limited implements CharSequence {
    private final String text;
    private long left;

    Limited(String text, long steps) {
      this.text = text;
      this.left = steps;
    }

    @Override
    public char charAt(int index) {
      if (left-- <= 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super(null, null, false, false);
    }
  }
}
