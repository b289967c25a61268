package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A loaded program by a descriptor of its own: usable until its arena is closed, also without its
 * object.
 */
public final class BpfProgram {
  private static final String MISSES = "recursion_misses:";

  private final int fd;

  BpfProgram(int fd) {
    this.fd = fd;
  }

  /** The program's descriptor, which belongs to the arena. */
  public int fd() {
    return fd;
  }

  /**
   * How often the kernel has not called it because it was under way on the same CPU already, in a
   * task that lost the CPU meanwhile ({@code recursion_misses} in kernel/bpf/syscall.c, Linux 5.12;
   * none are known before).
   */
  public long misses() throws BpfException {
    var info = Path.of("/proc/self/fdinfo", Integer.toString(fd));
    try {
      for (var line : Files.readAllLines(info)) {
        if (line.startsWith(MISSES)) {
          return Long.parseLong(line.substring(MISSES.length()).strip());
        }
      }
      return 0;
    } catch (IOException | NumberFormatException unreadable) {
      throw new BpfException("reading " + info + " failed: " + unreadable);
    }
  }
}
