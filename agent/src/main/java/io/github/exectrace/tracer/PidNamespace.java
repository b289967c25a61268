package io.github.exectrace.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pid namespace (pid_namespaces(7)).
 *
 * @param inode what distinguishes it from others, as in {@code readlink /proc/PID/ns/pid}; unsigned
 */
public record PidNamespace(int inode) {
  private static final Path OWN = Path.of("/proc/self/ns/pid");
  // PROC_PID_INIT_INO in include/linux/proc_ns.h
  private static final int INITIAL = 0xEFFFFFFC;

  /**
   * The one that this JVM runs in.
   *
   * @throws IOException if /proc is not mounted
   */
  public static PidNamespace current() throws IOException {
    // The link reads "pid:[4026531836]".
    var link = Files.readSymbolicLink(OWN).toString();
    var inode = link.substring(link.indexOf('[') + 1, link.indexOf(']'));
    return new PidNamespace(Integer.parseUnsignedInt(inode));
  }

  /** Whether this is the machine's first one, in which every process has a pid. */
  public boolean isInitial() {
    return inode == INITIAL;
  }

  @Override
  public String toString() {
    return "pid:[" + Integer.toUnsignedString(inode) + "]";
  }
}
