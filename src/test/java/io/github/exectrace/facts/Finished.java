package io.github.exectrace.facts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A program that has ended. */
final class Finished {
  private final int pid;
  private final int exitCode;
  private final byte[] output;

  Finished(int pid, int exitCode, byte[] output) {
    this.pid = pid;
    this.exitCode = exitCode;
    this.output = output;
  }

  int pid() {
    return pid;
  }

  int exitCode() {
    return exitCode;
  }

  /** All that it and its descendants printed, errors included. */
  byte[] output() {
    return output;
  }

  /** What it printed. */
  String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** The numbers in the first line that it printed. */
  int[] numbers() {
    var line = text().lines().findFirst().orElseThrow(() -> new AssertionError("no line"));
    return Arrays.stream(line.strip().split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
