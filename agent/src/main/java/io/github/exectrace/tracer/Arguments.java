package io.github.exectrace.tracer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The arguments of a program, byte for byte.
 *
 * <p>The kernel keeps them as one block in which each argument ends with a NUL byte; empty ones
 * count. Immutable; the array that is given or returned must not be changed.
 */
public final class Arguments {
  private final byte[] block;
  private final int count;
  private final long totalBytes;
  private final boolean truncated;

  /**
   * Arguments as far as they were captured.
   *
   * @param block the begin of the block
   * @param count how many arguments the program has; -1 if that is not known
   * @param totalBytes the true length of the block
   */
  public Arguments(byte[] block, int count, long totalBytes) {
    this(block, count < 0 ? endsIn(block) : count, totalBytes, block.length < totalBytes);
  }

  private Arguments(byte[] block, int count, long totalBytes, boolean truncated) {
    this.block = block;
    this.count = count;
    this.totalBytes = totalBytes;
    this.truncated = truncated;
  }

  /**
   * The same number of arguments with other text, for example without secrets. {@link #count},
   * {@link #totalBytes} and {@link #truncated} go on telling of what there really was.
   */
  public Arguments withBlock(byte[] other) {
    return new Arguments(other, count, totalBytes, truncated);
  }

  /** Arguments that are known as text. */
  public static Arguments of(List<String> words) {
    var block = new ByteArrayOutputStream();
    for (var word : words) {
      block.writeBytes(word.getBytes(StandardCharsets.UTF_8));
      block.write(0);
    }
    return new Arguments(block.toByteArray(), words.size(), block.size());
  }

  private static int endsIn(byte[] block) {
    int ends = 0;
    for (byte each : block) {
      if (each == 0) {
        ends++;
      }
    }
    return ends;
  }

  /** The captured bytes. */
  public byte[] block() {
    return block;
  }

  /** How many arguments the program has, its name (argument 0) included. */
  public int count() {
    return count;
  }

  /** The true length of the block in bytes, each argument's NUL included. */
  public long totalBytes() {
    return totalBytes;
  }

  /** Whether some bytes were not captured. */
  public boolean truncated() {
    return truncated;
  }

  /**
   * The captured arguments, at most {@link #count} of them; the last one may be cut if {@link
   * #truncated}.
   */
  public List<byte[]> list() {
    var list = new ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i < block.length && list.size() < count; i++) {
      if (block[i] == 0) {
        list.add(Arrays.copyOfRange(block, start, i));
        start = i + 1;
      }
    }
    if (start < block.length && list.size() < count) {
      list.add(Arrays.copyOfRange(block, start, block.length));
    }
    return Collections.unmodifiableList(list);
  }

  /**
   * One line that a POSIX shell splits back into exactly these arguments, followed by {@code …} if
   * some are missing.
   */
  public String toCommandLine() {
    return ShellQuoting.join(list()) + (truncated() ? " …" : "");
  }
}
