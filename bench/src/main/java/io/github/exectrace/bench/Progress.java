package io.github.exectrace.bench;

/** Says on a terminal what is being measured; elsewhere it says nothing. */
final class Progress {
  private static final boolean SHOWN = Boolean.getBoolean("exectrace.bench.progress");

  private Progress() {}

  static void say(String what) {
    if (SHOWN) {
      System.err.print("\r\033[K" + what);
    }
  }

  static void done() {
    say("");
  }
}
