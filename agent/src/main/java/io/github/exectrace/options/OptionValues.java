package io.github.exectrace.options;

import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.text.VisibleText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Options as they are written behind {@code -javaagent:exectrace.jar=}: {@code key=value},
 * separated by commas. A comma that is part of a value is written {@code \,}.
 *
 * <p>{@link #toString} gives text that reads as the same options. This stands on the way to an
 * application's start, so it does without lambdas, each of which costs a class. Immutable.
 *
 * @param values of the options that are given, but for {@link OptionKey#REDACTION}
 * @param redaction the words of that
 */
public record OptionValues(Map<OptionKey, String> values, List<String> redaction) {
  /** Copies both. */
  public OptionValues {
    values = Map.copyOf(values);
    redaction = List.copyOf(redaction);
  }

  /**
   * Reads what stands behind the equals sign.
   *
   * @param text may be null or empty
   * @throws IllegalArgumentException with a sentence for the user that names the nearest right word
   */
  public static OptionValues parse(String text) {
    var values = new EnumMap<OptionKey, String>(OptionKey.class);
    var redaction = new ArrayList<String>();
    for (var option : Redaction.splitAtCommas(text == null ? "" : text)) {
      if (option.isEmpty()) {
        continue;
      }
      int equals = option.indexOf('=');
      var word = equals < 0 ? option : option.substring(0, equals);
      var key = key(word);
      boolean isFlag = key.takes() instanceof Values.Flag;
      if (equals < 0 != isFlag || equals == option.length() - 1) {
        throw new IllegalArgumentException(
            isFlag
                ? "the option '" + word + "' takes no value"
                : "the option '" + word + "' needs a value: " + word + "=…");
      }
      var value = isFlag ? "" : option.substring(equals + 1);
      if (key == OptionKey.REDACTION) {
        redaction.add(value);
      } else if (values.put(key, key.takes().check(word, value)) != null) {
        throw new IllegalArgumentException("the option '" + word + "' is given twice");
      }
    }
    return new OptionValues(values, redaction);
  }

  private static OptionKey key(String word) {
    var key = OptionKey.find(word);
    if (key == null) {
      throw new IllegalArgumentException(
          "unknown option '"
              + VisibleText.of(word)
              + "'"
              + Suggestion.among(OptionKey.words(), word));
    }
    return key;
  }

  /** The word of a {@link Values.Choice}: what is given, or the default. */
  public String choice(OptionKey key) {
    return values.getOrDefault(key, ((Values.Choice) key.takes()).words().get(0));
  }

  /** The number of a {@link Values.Bytes}: what is given, or the default; in range or not. */
  public int bytes(OptionKey key) {
    var given = values.get(key);
    return given == null ? key.bytes().byDefault() : Integer.parseInt(given);
  }

  /** The text that is given; null if none is. */
  public String text(OptionKey key) {
    return values.get(key);
  }

  /** Whether an option is given. */
  public boolean has(OptionKey key) {
    return values.containsKey(key) || (key == OptionKey.REDACTION && !redaction.isEmpty());
  }

  /** Text that {@link #parse} reads as the same. */
  @Override
  public String toString() {
    var options = new ArrayList<String>();
    for (var key : OptionKey.values()) {
      if (key == OptionKey.REDACTION) {
        for (var word : redaction) {
          options.add(key.word() + "=" + escaped(word));
        }
      } else if (values.containsKey(key)) {
        var value = values.get(key);
        options.add(
            key.takes() instanceof Values.Flag ? key.word() : key.word() + "=" + escaped(value));
      }
    }
    moveToTheEnd(options);
    return String.join(",", options);
  }

  private static String escaped(String value) {
    return value.replace(",", "\\,");
  }

  /** A backslash in front of the next option's comma would be taken for that of an escaped one. */
  private static void moveToTheEnd(List<String> options) {
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).endsWith("\\")) {
        options.add(options.remove(i)); // none but the last that was read can end so
        return;
      }
    }
  }
}
