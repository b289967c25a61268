package io.github.exectrace.tracer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a tracer cannot do although it was asked to, in sentences, each once. Safe for use by
 * several threads.
 */
final class Shortfalls {
  private final Consumer<String> diagnostics;
  private final Set<String> sentences = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param diagnostics takes those that a user should hear of at once
   */
  Shortfalls(Consumer<String> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Keeps a sentence and has it said. */
  void say(String sentence) {
    if (keep(sentence)) {
      diagnostics.accept(sentence);
    }
  }

  /** Keeps a sentence. Returns whether it is new. */
  synchronized boolean keep(String sentence) {
    return sentences.add(sentence);
  }

  /** In the order in which they were found. */
  synchronized List<String> all() {
    return List.copyOf(sentences);
  }
}
