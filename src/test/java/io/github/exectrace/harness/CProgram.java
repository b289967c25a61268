package io.github.exectrace.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
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
        name, ignored -> compile("gcc", name, name, List.of("-static", "-pthread")));
  }

  /**
   * A program linked with musl, which may use the headers of the kernel program. Needs the Debian
   * package musl-tools.
   */
  public static String withMusl(String name) {
    // Only those that are named in quotes: some have the names of the C library's.
    var headers = List.of("-iquote", System.getProperty("exectrace.bpf"));
    return COMPILED.computeIfAbsent(name, ignored -> compile("musl-gcc", name, name, headers));
  }

  /** A compiled program, not static, which may use the JDK's headers. */
  public static String withJni(String name) {
    return COMPILED.computeIfAbsent(name, ignored -> compile("gcc", name, name, jni("-ldl")));
  }

  /** A compiled library, which may use the JDK's headers. */
  public static String library(String name) {
    return COMPILED.computeIfAbsent(
        "lib" + name + ".so", file -> compile("gcc", name, file, jni("-shared", "-fPIC")));
  }

  private static List<String> jni(String... flags) {
    var include = Path.of(System.getProperty("java.home"), "include");
    var all = new ArrayList<>(List.of(flags));
    Collections.addAll(all, "-I" + include, "-I" + include.resolve("linux"));
    return all;
  }

  private static String compile(String compiler, String name, String file, List<String> flags) {
    var command =
        new ArrayList<>(List.of(Requirement.program(compiler), "-Wall", "-Werror", "-O1"));
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
        throw new AssertionError(
            "compiling " + name + " (is libc6-dev or musl-dev installed?): " + said);
      }
      return compiled.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
