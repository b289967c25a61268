package io.github.exectrace.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Programs of the system that the tests ask. */
public final class Command {
  private Command() {}

  /** What a program prints, errors included. */
  public static String run(String... command) {
    return new String(bytes(command), StandardCharsets.UTF_8);
  }

  /**
   * What a program prints, which may take a minute.
   *
   * @param output where it is stored meanwhile: its descendants may hold on to it
   */
  public static String run(ProcessBuilder program, Path output) throws IOException {
    try (var running = new Running(program.redirectOutput(output.toFile()).start(), output)) {
      return running.end(Duration.ofSeconds(60)).out();
    }
  }

  /** The very bytes that a program prints, errors included. */
  public static byte[] bytes(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var printed = process.getInputStream().readAllBytes();
      process.waitFor();
      return printed;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Where the shell would find a program; the folders of the administrator are looked at too. */
  public static Optional<Path> find(String name) {
    var path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    for (var folder : path.split(":", -1)) {
      var file = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
