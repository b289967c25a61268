package io.github.exectrace.bench;

import java.io.IOException;

/** One question, and its measurement. */
interface Section {
  /**
   * Measures, and answers with one table or several.
   *
   * @throws IOException if something that it needs did not work; the message says what
   */
  String measure() throws IOException, InterruptedException;
}
