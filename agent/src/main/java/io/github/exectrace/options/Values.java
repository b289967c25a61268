package io.github.exectrace.options;

import java.util.List;
import java.util.Locale;

/** What an option takes. */
public sealed interface Values {
  /** In a few words, as a table of options has it. */
  String describe();

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
  }

  /** The name of a file. */
  record File() implements Values {
    @Override
    public String describe() {
      return "a file";
    }
  }

  /** What to mask; may be given several times. */
  record Patterns() implements Values {
    @Override
    public String describe() {
      return "default, none, a regular expression or @FILE";
    }
  }

  /** Nothing: the option is given, or it is not. */
  record Flag() implements Values {
    @Override
    public String describe() {
      return "no value";
    }
  }

  /** The placeholder of a value in a command's help. */
  default String label() {
    return switch (this) {
      case Bytes ignored -> "BYTES";
      case File ignored -> "FILE";
      case Patterns ignored -> "WHAT";
      case Choice choice -> String.join("|", choice.words()).toLowerCase(Locale.ROOT);
      case Flag ignored -> "";
    };
  }
}
