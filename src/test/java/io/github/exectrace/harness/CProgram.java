package io.github.exectrace.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Programs and libraries for what Java and the shell cannot do, in {@code src/test/resources/c}.
 * Each is compiled when it is first asked for. Needs the Debian packages gcc and libc6-dev.
 */
public final class CProgram {
  private static final Map<String, String> COMPILED = new ConcurrentHashMap<>();

  private CProgram() {}

  /** A compiled program, static, which every user may execute in any root directory. */
  public static String path(String name) {
    return COMPILED.computeIfAbsent(
        name, ignored -> compile(name, name, List.of("-static", "-pthread")));
  }

  /** A compiled library, which may use the JDK's headers. */
  public static String library(String name) {
    var include = Path.of(System.getProperty("java.home"), "include");
    return COMPILED.computeIfAbsent(
        "lib" + name + ".so",
        file ->
            compile(
                name,
                file,
                List.of("-shared", "-fPIC", "-I" + include, "-I" + include.resolve("linux"))));
  }

  private static String compile(String name, String file, List<String> flags) {
    var command = new ArrayList<>(List.of(Requirement.program("gcc"), "-Wall", "-Werror", "-O1"));
    try (var source = CProgram.class.getResourceAsStream("/c/" + name + ".c")) {
      var folder = Files.createTempDirectory("exectrace-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      var copy = folder.resolve(name + ".c");
      Files.copy(source, copy);
      var compiled = folder.resolve(file);
      command.addAll(flags);
      command.addAll(List.of("-o", compiled.toString(), copy.toString()));
      var said = Command.run(command.toArray(String[]::new));
      folder.toFile().deleteOnExit();
      copy.toFile().deleteOnExit();
      compiled.toFile().deleteOnExit();
      if (!said.isEmpty() || !Files.isExecutable(compiled)) {
        throw new AssertionError("compiling " + name + " (is libc6-dev installed?): " + said);
      }
      return compiled.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
