package io.github.exectrace.options;

import io.github.exectrace.text.VisibleText;
import java.util.List;
import java.util.Locale;

/** What an option takes. */
public sealed interface Values {
  /** In a few words, as a table of options has it. */
  String describe();

  /** The placeholder of a value in a command's help. */
  String label();

  /**
   * A value as it is kept.
   *
   * @param word the option's name as it was given, for the sentence
   * @throws IllegalArgumentException with a sentence for the user
   */
  default String check(String word, String value) {
    return value;
  }

  /**
   * One of several words.
   *
   * @param words the first is the default
   */
  record Choice(List<String> words) implements Values {
    Choice(String... words) {
      this(List.of(words));
    }

    @Override
    public String describe() {
      return String.join(", ", words);
    }

    @Override
    public String label() {
      return String.join("|", words).toLowerCase(Locale.ROOT);
    }

    @Override
    public String check(String word, String value) {
      if (!words.contains(value)) {
        throw new IllegalArgumentException(
            "unknown value '"
                + VisibleText.of(value)
                + "' of the option '"
                + word
                + "'"
                + Suggestion.among(words, value));
      }
      return value;
    }
  }

  /**
   * A number of bytes.
   *
   * @param least the smallest
   * @param most the largest
   * @param powerOfTwo whether it must be one
   * @param byDefault if the option is not given
   */
  record Bytes(int least, int most, boolean powerOfTwo, int byDefault) implements Values {
    @Override
    public String describe() {
      var range = ByteCount.format(least) + " to " + ByteCount.format(most);
      return powerOfTwo ? "a power of two, " + range : range;
    }

    @Override
    public String label() {
      return "BYTES";
    }

    @Override
    public String check(String word, String value) {
      try {
        return Integer.toString(ByteCount.parse(value));
      } catch (IllegalArgumentException notANumber) {
        throw new IllegalArgumentException(
            "the option '"
                + word
                + "' takes a number of bytes such as "
                + ByteCount.format(byDefault)
                + ", not '"
                + VisibleText.of(value)
                + "'");
      }
    }
  }

  /** The name of a file. */
  record File() implements Values {
    @Override
    public String describe() {
      return "a file";
    }

    @Override
    public String label() {
      return "FILE";
    }
  }

  /** What to mask; may be given several times. */
  record Patterns() implements Values {
    @Override
    public String describe() {
      return "default, none, a regular expression or @FILE";
    }

    @Override
    public String label() {
      return "WHAT";
    }
  }

  /** Nothing: the option is given, or it is not. */
  record Flag() implements Values {
    @Override
    public String describe() {
      return "no value";
    }

    @Override
    public String label() {
      return "";
    }
  }
}
