package io.github.exectrace.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a machine's kernel says of itself and of this process in its virtual files.
 *
 * @param root where its file system is
 */
public record Machine(Path root) {
  // The capabilities in use, by their bits (linux/capability.h).
  public static final int CAP_DAC_READ_SEARCH = 2;
  public static final int CAP_SYS_PTRACE = 19;
  public static final int CAP_SYS_ADMIN = 21;
  public static final int CAP_SYS_RESOURCE = 24;
  public static final int CAP_PERFMON = 38;
  public static final int CAP_BPF = 39;

  private static final String STATUS = "proc/self/status";
  private static final int HEXADECIMAL = 16;

  /** This one. */
  public static Machine own() {
    return new Machine(Path.of("/"));
  }

  public boolean isReadable(String file) {
    return Files.isReadable(root.resolve(file));
  }

  public boolean isDirectory(String file) {
    return Files.isDirectory(root.resolve(file));
  }

  /** A file's content without blanks around it; empty if it cannot be read. */
  public Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)).strip());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** A line of /proc/self/status (proc_pid_status(5)). */
  public Optional<String> status(String key) {
    return text(STATUS)
        .flatMap(text -> text.lines().filter(line -> line.startsWith(key + ":")).findFirst())
        .map(line -> line.substring(key.length() + 1).strip());
  }

  /** Whether this process has a capability in effect. */
  public boolean has(int capability) {
    return status("CapEff")
        .map(mask -> Long.parseUnsignedLong(mask, HEXADECIMAL))
        .filter(mask -> (mask >>> capability & 1) == 1)
        .isPresent();
  }
}
