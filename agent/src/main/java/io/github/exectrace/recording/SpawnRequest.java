package io.github.exectrace.recording;

import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What the JDK's ProcessImpl is about to pass to the system. */
public final class SpawnRequest {
  // ProcessImpl numbers them from 1.
  private static final String[] MECHANISMS = {"FORK", "POSIX_SPAWN", "VFORK"};

  private final int mechanism;
  private final byte[] program;
  private final byte[] arguments;
  private final int count;
  private final byte[] environment;
  private final byte[] directory;

  /**
   * All strings end with NUL; the arrays are the JDK's own and are only read.
   *
   * @param mechanism 1 for fork, 2 for posix_spawn, 3 for vfork
   * @param program the program's name
   * @param arguments the other arguments, one after the other
   * @param count how many these are
   * @param environment its variables, one after the other; null for the JVM's own
   * @param directory where to start it; null for the JVM's own
   */
  public SpawnRequest(
      int mechanism,
      byte[] program,
      byte[] arguments,
      int count,
      byte[] environment,
      byte[] directory) {
    this.mechanism = mechanism;
    this.program = program;
    this.arguments = arguments;
    this.count = count;
    this.environment = environment;
    this.directory = directory;
  }

  String mechanism() {
    int index = mechanism - 1;
    return index >= 0 && index < MECHANISMS.length ? MECHANISMS[index] : String.valueOf(mechanism);
  }

  ByteString executable() {
    return withoutEnd(program);
  }

  /**
   * The program's name and its arguments.
   *
   * @param limit the most bytes to keep
   */
  Arguments arguments(int limit) {
    int total = program.length + arguments.length;
    var block = new ByteArrayOutputStream(Math.min(total, limit));
    block.write(program, 0, Math.min(program.length, limit));
    block.write(arguments, 0, Math.min(arguments.length, limit - block.size()));
    return new Arguments(block.toByteArray(), count + 1, total);
  }

  /** The true length of the program's name and its arguments. */
  long argumentBytes() {
    return (long) program.length + arguments.length;
  }

  /** The length of the environment; -1 if it is the JVM's own. */
  long environmentBytes() {
    return environment == null ? -1 : environment.length;
  }

  /** Why the system found it too long (E2BIG), for a person. */
  String whyTooLong() {
    return environment == null
        ? TooLong.reason(argumentBytes(), arguments, OwnEnvironment.BYTES)
        : TooLong.reason(argumentBytes(), arguments, environment);
  }

  /** Loaded with the first failure only. As the JVM was given it, which is what it passes on. */
  private static final class OwnEnvironment {
    static final byte[] BYTES = read();

    private static byte[] read() {
      try {
        return Files.readAllBytes(Path.of("/proc/self/environ"));
      } catch (IOException unreadable) {
        return new byte[0];
      }
    }
  }

  Optional<ByteString> directory() {
    return Optional.ofNullable(directory).map(SpawnRequest::withoutEnd);
  }

  private static ByteString withoutEnd(byte[] ended) {
    return ByteString.of(Arrays.copyOf(ended, ended.length - 1));
  }
}
