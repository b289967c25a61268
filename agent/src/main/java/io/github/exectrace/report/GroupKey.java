package io.github.exectrace.report;

import io.github.exectrace.events.tree.StartKind;

/** What the members of a {@link Group} have in common. */
public sealed interface GroupKey {
  /**
   * Which program, from where and in which way.
   *
   * @param how a {@link StartKind}'s word, or {@code descendant}
   */
  record Who(String program, String site, String how) implements GroupKey {}

  /** From which line; empty if it is not known. */
  record Site(String site) implements GroupKey {}

  /** Which program. */
  record Program(String program) implements GroupKey {}

  /** By which Java thread; empty if it is not known. */
  record JavaThread(String thread) implements GroupKey {}

  /**
   * What went wrong, with which program, and where that was started.
   *
   * @param outcome the error's name, or how the process ended
   */
  record Failure(Kind kind, String program, String outcome, String site) implements GroupKey {
    /** What can go wrong. */
    public enum Kind {
      START_FAILED("start failed"),
      EXEC_FAILED("exec failed"),
      ENDED("ended");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      /** As it stands in tables and in JSON. */
      public String word() {
        return word;
      }
    }
  }
}
