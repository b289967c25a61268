package io.github.exectrace.tracer;

/**
 * Where a file or directory is, as the process itself would see it (getcwd(2)).
 *
 * @param text the path from the process's root; a file that is in no directory has only a name,
 *     such as {@code /memfd:name}
 * @param deleted whether it had been removed from its directory
 * @param truncated whether the upper part is missing because it is too deep
 */
public record KernelPath(String text, boolean deleted, boolean truncated) {
  /** The path with what is special about it, as /proc/PID/cwd would show it. */
  @Override
  public String toString() {
    return (truncated ? "…" : "") + text + (deleted ? " (deleted)" : "");
  }
}
