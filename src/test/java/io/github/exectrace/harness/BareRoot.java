package io.github.exectrace.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that becomes the root directory of a JVM, and holds nothing but what that takes. */
public final class BareRoot {
  private final Path root;

  /**
   * With the libraries that a JDK needs, and not the JDK itself.
   *
   * @param root an empty folder
   * @param folders to be made in it, for what is mounted there
   */
  public BareRoot(Path root, Path jdk, String... folders) throws IOException {
    this.root = root;
    for (var file : List.of("bin/java", "lib/server/libjvm.so", "lib/jspawnhelper")) {
      copyLibraries(jdk.resolve(file));
    }
    for (var name : folders) {
      Files.createDirectories(root.resolve(name)); // a loader may lie in /tmp
    }
  }

  /** The folder. */
  public Path path() {
    return root;
  }

  /** Copies a file. */
  public BareRoot with(Path file, String to) throws IOException {
    copy(file, root.resolve(to));
    return this;
  }

  /** Copies a file and the libraries that it needs. */
  public BareRoot withLibraries(Path file, String to) throws IOException {
    copyLibraries(file);
    return with(file, to);
  }

  /** Copies the classes, from the folders that they lie in to another. */
  public BareRoot withClasses(String to, Class<?>... classes) throws IOException {
    for (var each : classes) {
      var file = each.getName().replace('.', '/') + ".class";
      copy(Jvm.classPathOf(each).resolve(file), root.resolve(to).resolve(file));
    }
    return this;
  }

  /** A JDK may bring its own; at least the loader is looked for where it was. */
  private void copyLibraries(Path file) throws IOException {
    for (var line : Command.run("ldd", file.toString()).lines().toList()) {
      var path = pathIn(line);
      if (path.isPresent()) {
        copy(path.get(), root.resolve(Path.of("/").relativize(path.get())));
      }
    }
  }

  /**
   * Of a line such as {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)}. Where a program
   * asks for a loader by its place, that is on the left.
   */
  private static Optional<Path> pathIn(String line) {
    return Stream.of(line.strip().split(" => | \\(", -1))
        .filter(word -> word.startsWith("/"))
        .map(Path::of)
        .filter(Files::exists)
        .findFirst();
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(to)) {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    }
  }
}
