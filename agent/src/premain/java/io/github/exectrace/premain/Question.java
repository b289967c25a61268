package io.github.exectrace.premain;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What somebody who attaches the agent wants to know: what became of it. Answered in a system
 * property of this JVM, which the attach API can read; if the question has a name, also in a
 * property of that name alone, as others may ask at the same time.
 *
 * <p>As AttachAnswer has it, which an older JVM cannot load. Only used with a lock held.
 */
final class Question {
  private static final String BEGIN = "question=";
  private static final String PROPERTY = "exectrace.status";
  private static final int LONGEST_NAME = 64;
  private static final int ANSWERS_KEPT = 64;
  private static final Deque<String> ANSWERED = new ArrayDeque<String>();

  private final String name; // null for none
  private final String options;

  private Question(String name, String options) {
    this.name = name;
    this.options = options;
  }

  /** The question that the options begin with, or one without a name. */
  static Question in(String options) {
    if (options == null || !options.startsWith(BEGIN)) {
      return new Question(null, options);
    }
    int comma = options.indexOf(',');
    int end = comma < 0 ? options.length() : comma;
    String name = options.substring(BEGIN.length(), end);
    String others = comma < 0 ? "" : options.substring(comma + 1);
    return isName(name) ? new Question(name, others) : new Question(null, options);
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each != '-' && !(each >= '0' && each <= '9') && !(each >= 'a' && each <= 'z')) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_NAME;
  }

  /** What was asked for beside the answer; may be null. */
  String options() {
    return options;
  }

  void answer(String text) {
    System.setProperty(PROPERTY, text);
    if (name == null) {
      return;
    }
    String own = PROPERTY + "." + name;
    System.setProperty(own, text);
    ANSWERED.add(own);
    if (ANSWERED.size() > ANSWERS_KEPT) {
      System.clearProperty(ANSWERED.remove());
    }
  }
}
