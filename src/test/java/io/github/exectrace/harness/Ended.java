package io.github.exectrace.harness;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of a JVM.
 *
 * @param exitCode as a shell shows it: 128 and the signal's number if one killed it
 * @param recording where the agent was to record
 */
public record Ended(long pid, int exitCode, String out, String err, Path recording) {
  private static final String PREFIX = "exectrace: ";

  /** What the application printed, line by line. */
  public List<String> lines() {
    return out.lines().toList();
  }

  /** What the agent said. */
  public List<String> notices() {
    return err.lines().filter(line -> line.startsWith(PREFIX)).toList();
  }

  /** What the agent recorded. */
  public Trace trace() {
    return Trace.read(recording);
  }
}
