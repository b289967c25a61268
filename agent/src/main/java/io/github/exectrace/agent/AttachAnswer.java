package io.github.exectrace.agent;

import java.util.Properties;
import java.util.UUID;

/**
 * What the agent says of its start to whoever attached it: left in a system property of its JVM,
 * which is all that the attach API hands back of a JVM without its doing more. Each question has a
 * property of its own, so that of several that are asked at once each gets its own answer, and no
 * old answer is taken for one.
 *
 * @param kind how it went
 * @param sentence for the user
 */
public record AttachAnswer(Kind kind, String sentence) {
  /** The property of a question without a name: what was answered last. */
  public static final String PROPERTY = "exectrace.status";

  /** An option, the first of all, that names the question: {@value}NAME. */
  public static final String QUESTION = "question=";

  private static final String SEPARATOR = ": ";

  /** How it went. */
  public enum Kind {
    /** As asked for. */
    DONE,
    /** The options are wrong. */
    WRONG,
    /** Not possible. */
    REFUSED
  }

  static AttachAnswer done(String sentence) {
    return new AttachAnswer(Kind.DONE, sentence);
  }

  static AttachAnswer wrong(String sentence) {
    return new AttachAnswer(Kind.WRONG, sentence);
  }

  static AttachAnswer refused(String sentence) {
    return new AttachAnswer(Kind.REFUSED, sentence);
  }

  /** A name for a question, unlike any other. */
  public static String newQuestion() {
    return UUID.randomUUID().toString();
  }

  /** The options with the name of the question before them. */
  public static String ask(String question, String options) {
    return QUESTION + question + (options.isEmpty() ? "" : "," + options);
  }

  /** The answer to a question in a JVM's system properties. */
  public static AttachAnswer read(Properties properties, String question) {
    var text = properties.getProperty(PROPERTY + "." + question, "");
    for (var kind : Kind.values()) {
      if (text.startsWith(kind + SEPARATOR)) {
        return new AttachAnswer(kind, text.substring((kind + SEPARATOR).length()));
      }
    }
    // What the oldest part of the agent could not do without the rest.
    return refused(text.isEmpty() ? "the agent did not answer" : text);
  }

  @Override
  public String toString() {
    return kind + SEPARATOR + sentence;
  }
}
