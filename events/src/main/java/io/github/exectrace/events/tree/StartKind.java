package io.github.exectrace.events.tree;

/** The way a process came to be. */
public enum StartKind {
  /** By ProcessBuilder or Runtime.exec. */
  JAVA("java"),
  /** The same, known from the JDK's own event alone. */
  JDK("java"),
  /** By native code of the JVM, bypassing ProcessBuilder. */
  NATIVE("native"),
  /** It lived before tracing began. */
  ADOPTED("adopted"),
  /** The event of its start is not among what was read, or there is none. */
  UNKNOWN("unknown");

  private final String word;

  StartKind(String word) {
    this.word = word;
  }

  /** One word, as it stands in JSON. */
  public String word() {
    return word;
  }
}
