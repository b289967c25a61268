package io.github.exectrace.options;

import java.util.Comparator;
import java.util.List;

/** Finds the word that was meant. */
final class Suggestion {
  private Suggestion() {}

  /** The end of an error message: the nearest word, and all there are. */
  static String among(List<String> words, String given) {
    var nearest = words.stream().min(Comparator.comparingInt(word -> distance(word, given)));
    return "; did you mean '" + nearest.orElseThrow() + "'? There are: " + String.join(", ", words);
  }

  /** Levenshtein's: how many characters must be put in, left out or changed. */
  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
