package io.github.exectrace.spawn;

/** The numbers that Java gives its threads. Safe for use by several threads. */
final class ThreadIds {
  private static final int JAVA_OF_FINAL_METHOD = 19;
  private static final boolean FINAL = Runtime.version().feature() >= JAVA_OF_FINAL_METHOD;

  private ThreadIds() {}

  /**
   * That of a thread; before JDK 19, a class of the application's own can have another returned.
   */
  @SuppressWarnings("deprecation") // for those JDKs
  static long of(Thread thread) {
    return FINAL ? thread.threadId() : thread.getId();
  }
}
