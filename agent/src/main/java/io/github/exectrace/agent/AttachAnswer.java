package io.github.exectrace.agent;

import java.util.Properties;

/**
 * What the agent says of its start to whoever attached it: left in a system property of its JVM,
 * which is all that the attach API hands back of a JVM without its doing more.
 *
 * @param kind how it went
 * @param sentence for the user
 */
public record AttachAnswer(Kind kind, String sentence) {
  /** The property. */
  public static final String PROPERTY = "exectrace.status";

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

  /** The last answer in a JVM's system properties. */
  public static AttachAnswer read(Properties properties) {
    var text = properties.getProperty(PROPERTY, "");
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
