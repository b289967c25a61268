package io.github.exectrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a machine's kernel says of itself and of this process in its virtual files.
 *
 * @param root where its file system is
 */
record Machine(Path root) {
  // The capabilities in use, by their bits (linux/capability.h).
  static final int CAP_DAC_READ_SEARCH = 2;
  static final int CAP_SYS_PTRACE = 19;
  static final int CAP_SYS_ADMIN = 21;
  static final int CAP_SYS_RESOURCE = 24;
  static final int CAP_PERFMON = 38;
  static final int CAP_BPF = 39;

  private static final String STATUS = "proc/self/status";
  private static final int HEXADECIMAL = 16;

  /** This one. */
  static Machine own() {
    return new Machine(Path.of("/"));
  }

  boolean isReadable(String file) {
    return Files.isReadable(root.resolve(file));
  }

  boolean isDirectory(String file) {
    return Files.isDirectory(root.resolve(file));
  }

  /** A file's content without blanks around it; empty if it cannot be read. */
  Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)).strip());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** A line of /proc/self/status (proc_pid_status(5)). */
  Optional<String> status(String key) {
    return text(STATUS)
        .flatMap(text -> text.lines().filter(line -> line.startsWith(key + ":")).findFirst())
        .map(line -> line.substring(key.length() + 1).strip());
  }

  /** Whether this process has a capability in effect. */
  boolean has(int capability) {
    return status("CapEff")
        .map(mask -> Long.parseUnsignedLong(mask, HEXADECIMAL))
        .filter(mask -> (mask >>> capability & 1) == 1)
        .isPresent();
  }
}
