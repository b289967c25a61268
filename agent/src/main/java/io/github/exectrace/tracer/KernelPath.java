package io.github.exectrace.tracer;

import io.github.exectrace.events.ShellQuoting;

/**
 * Where a file or directory is, as the process itself would see it (getcwd(2)).
 *
 * @param path from the process's root; a file that is in no directory has only a name, such as
 *     {@code /memfd:name}
 * @param deleted whether it had been removed from its directory
 * @param truncated whether the upper part is missing because it is too deep
 */
public record KernelPath(ByteString path, boolean deleted, boolean truncated) {
  static final String DELETED = " (deleted)";
  private static final String TRUNCATED = "…";

  /** A path that is there, and complete. */
  public static KernelPath of(ByteString path) {
    return new KernelPath(path, false, false);
  }

  /** Likewise, of UTF-8. */
  public static KernelPath of(String path) {
    return of(ByteString.of(path));
  }

  /** What a path means in this directory: itself if it is absolute, or nothing. */
  public KernelPath resolve(ByteString other) {
    boolean within = !other.isEmpty() && !other.isAbsolute();
    return new KernelPath(path.resolve(other), false, within && truncated);
  }

  /**
   * The path as a text that can be shown ({@link ByteString#text}), with what is special about it,
   * as /proc/PID/cwd would show it. A name that looks as if it was special is escaped.
   */
  @Override
  public String toString() {
    boolean seemsSpecial = path.endsWith(DELETED) || path.startsWith(TRUNCATED);
    return marked(seemsSpecial ? ShellQuoting.escape(path.bytes()) : path.text());
  }

  /** Likewise as a word for a shell, outside of which the marks stand. */
  public String quoted() {
    return marked(path.quoted());
  }

  private String marked(String shown) {
    return (truncated ? TRUNCATED : "") + shown + (deleted ? DELETED : "");
  }
}
