package io.github.exectrace.tracer.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a tracer cannot do although it was asked to, in sentences, each once. Safe for use by
 * several threads.
 */
public final class Warnings {
  private final Consumer<String> diagnostics;
  private final Set<String> sentences = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param diagnostics hears those that are reported
   */
  Warnings(Consumer<String> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Adds one, if it is new. */
  public synchronized void add(String sentence) {
    sentences.add(sentence);
  }

  /** Reports those so far: once it is certain that there will be a tracer at all. */
  public void report() {
    all().forEach(diagnostics);
  }

  /** In the order in which they were found. */
  public synchronized List<String> all() {
    return List.copyOf(sentences);
  }
}
