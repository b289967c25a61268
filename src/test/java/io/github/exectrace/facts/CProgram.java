package io.github.exectrace.facts;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Programs for what Java and the shell cannot do, in {@code src/test/resources/c}. Each is compiled
 * when it is first asked for, statically, so that it runs in any root directory. Needs the Debian
 * packages gcc and libc6-dev.
 */
final class CProgram {
  private static final Map<String, String> COMPILED = new ConcurrentHashMap<>();

  private CProgram() {}

  /** The path of a compiled program, which every user may execute. */
  static String path(String name) {
    return COMPILED.computeIfAbsent(name, CProgram::compile);
  }

  private static String compile(String name) {
    var gcc = Requirement.program("gcc");
    try (var source = CProgram.class.getResourceAsStream("/c/" + name + ".c")) {
      var folder = Files.createTempDirectory("exectrace-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      var copy = folder.resolve(name + ".c");
      Files.copy(source, copy);
      var program = folder.resolve(name);
      var said =
          Command.run(
              gcc, "-Wall", "-Werror", "-O1", "-static", "-pthread", "-o", program + "", copy + "");
      folder.toFile().deleteOnExit();
      copy.toFile().deleteOnExit();
      program.toFile().deleteOnExit();
      if (!said.isEmpty() || !Files.isExecutable(program)) {
        throw new AssertionError("compiling " + name + " (is libc6-dev installed?): " + said);
      }
      return program.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
