package io.github.exectrace.features;

import io.github.exectrace.bpf.Capabilities;
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
  private static final String STATUS = "proc/self/status";

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
    return status(Capabilities.EFFECTIVE)
        .filter(set -> Capabilities.has(Capabilities.parse(set), capability))
        .isPresent();
  }
}
