package io.github.exectrace.report;

import io.github.exectrace.events.tree.ProcessTree;
import io.github.exectrace.events.tree.StartKind;

/** The processes that descend from one start, and who started it. */
public final class StartTree extends ProcessTree<EventFields> {
  private final JvmRun jvm;
  private Origin origin = Origin.UNKNOWN;
  private long touched;

  StartTree(JvmRun jvm, int spawnId) {
    super(spawnId);
    this.jvm = jvm;
  }

  void startedBy(Origin who) {
    origin = who;
  }

  /** What an event of a descendant says; what the start itself said counts more. */
  void descendsFrom(Origin who) {
    boolean isUnattributed = kind() == StartKind.UNKNOWN || kind() == StartKind.ADOPTED;
    if (isUnattributed && origin.equals(Origin.UNKNOWN)) {
      origin = who;
    }
  }

  void touch(long sequence) {
    touched = sequence;
  }

  long touched() {
    return touched;
  }

  /** The JVM that started it. */
  public JvmRun jvm() {
    return jvm;
  }

  /** Who started it. */
  public Origin origin() {
    return origin;
  }

  long longestNanos() {
    return processes().stream().mapToLong(process -> process.livedNanos(0)).max().orElse(0);
  }

  boolean contains(String text) {
    return processes().stream()
        .anyMatch(
            process ->
                process.command().contains(text) || Integer.toString(process.pid()).equals(text));
  }
}
