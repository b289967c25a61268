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
   * @param diagnostics takes those that are told
   */
  Shortfalls(Consumer<String> diagnostics) {
    this.diagnostics = diagnostics;
  }

  synchronized void add(String sentence) {
    sentences.add(sentence);
  }

  /** Has those so far told: once it is certain that there will be a tracer at all. */
  void tell() {
    all().forEach(diagnostics);
  }

  /** In the order in which they were found. */
  synchronized List<String> all() {
    return List.copyOf(sentences);
  }
}
