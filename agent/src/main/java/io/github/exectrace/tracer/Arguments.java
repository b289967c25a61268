package io.github.exectrace.tracer;

import io.github.exectrace.events.ShellQuoting;
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
  /** A count or a length that is not known. */
  public static final int UNKNOWN = -1;

  private final byte[] block;
  private final int count;
  private final long totalBytes;
  private final boolean truncated;

  /**
   * Arguments as far as they were captured.
   *
   * @param block the begin of the block
   * @param count how many arguments the program has; {@link #UNKNOWN} if that is not known
   * @param totalBytes the true length of the block; {@link #UNKNOWN} if that is not known
   */
  public Arguments(byte[] block, int count, long totalBytes) {
    this(
        block,
        count < 0 && block.length == totalBytes ? endsIn(block) : count,
        totalBytes,
        block.length < totalBytes || totalBytes < 0);
  }

  private Arguments(byte[] block, int count, long totalBytes, boolean truncated) {
    this.block = block;
    this.count = count;
    this.totalBytes = totalBytes;
    this.truncated = truncated;
  }

  /**
   * The same number of arguments with other text, for example without secrets. {@link #count},
   * {@link #totalBytes} and {@link #truncated} still say what there really was.
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

  /** Of arguments that are not known but for the begin of the first one. */
  public static Arguments begin(ByteString name) {
    return new Arguments(name.bytes(), UNKNOWN, UNKNOWN);
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

  /**
   * How many arguments the program has, its name (argument 0) included; {@link #UNKNOWN} if the
   * program was not executed and its caller's memory could not be read.
   */
  public int count() {
    return count;
  }

  /** The true length of the block in bytes, each argument's NUL included; or {@link #UNKNOWN}. */
  public long totalBytes() {
    return totalBytes;
  }

  /** Whether some bytes were not captured, or it is not known whether some were not. */
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
    int most = count < 0 ? Integer.MAX_VALUE : count;
    for (int i = 0; i < block.length && list.size() < most; i++) {
      if (block[i] == 0) {
        list.add(Arrays.copyOfRange(block, start, i));
        start = i + 1;
      }
    }
    if (start < block.length && list.size() < most) {
      list.add(Arrays.copyOfRange(block, start, block.length));
    }
    return Collections.unmodifiableList(list);
  }

  /**
   * One line that a POSIX shell splits back into exactly these arguments, followed by {@code …} if
   * some are missing.
   */
  public String toCommandLine() {
    return withMark(list());
  }

  /** Likewise with other words in the place of the captured ones. */
  public String withMark(List<byte[]> words) {
    var line = ShellQuoting.join(words);
    if (!truncated()) {
      return line;
    }
    return line.isEmpty() ? "…" : line + " …";
  }
}
