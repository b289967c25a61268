package io.github.exectrace.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a living process is, as {@code /proc} says (proc(5)). Each part is empty if the process has
 * ended, or if the reader may not see it. Immutable.
 *
 * @param file what it executes
 * @param arguments as they stand in its memory now, which it may have overwritten; empty of a
 *     process that has none
 * @param workingDirectory as the reader sees it
 */
public record RunningProgram(
    Optional<KernelPath> file,
    Optional<Arguments> arguments,
    Optional<KernelPath> workingDirectory) {
  /**
   * Reads what there is. The process that is asked is the one that has the pid now.
   *
   * @param argumentLimit the most bytes of arguments to keep
   */
  static RunningProgram read(int pid, int argumentLimit) {
    var directory = Path.of("/proc", Integer.toString(pid));
    return new RunningProgram(
        link(directory.resolve("exe")),
        arguments(directory.resolve("cmdline"), argumentLimit),
        link(directory.resolve("cwd")));
  }

  private static Optional<KernelPath> link(Path link) {
    try {
      var target = FileNames.bytes(Files.readSymbolicLink(link));
      boolean deleted = target.endsWith(KernelPath.DELETED);
      int length = target.length() - (deleted ? KernelPath.DELETED.length() : 0);
      var path = target.substring(0, length);
      return Optional.of(new KernelPath(path, deleted, false));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Optional<Arguments> arguments(Path file, int limit) {
    try {
      var block = Files.readAllBytes(file);
      if (block.length == 0) {
        return Optional.empty();
      }
      if (block[block.length - 1] != 0) {
        block = Arrays.copyOf(block, block.length + 1); // it has written a title of its own
      }
      int count = new Arguments(block, -1, block.length).count();
      var kept = block.length > limit ? Arrays.copyOf(block, limit) : block;
      return Optional.of(new Arguments(kept, count, block.length));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
