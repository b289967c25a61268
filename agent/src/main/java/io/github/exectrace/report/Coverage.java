package io.github.exectrace.report;

/** How much of the truth a recording of one JVM can know. */
public enum Coverage {
  /** The kernel was traced: all processes and their ends. */
  KERNEL("kernel"),
  /** The agent saw the starts by Java threads alone. */
  JAVA("java"),
  /** There is nothing of the agent's, only the JDK's own event of each successful start. */
  JDK("jdk"),
  /** There is neither. */
  NONE("none");

  private final String word;

  Coverage(String word) {
    this.word = word;
  }

  /** One word, as it stands in JSON. */
  public String word() {
    return word;
  }
}
