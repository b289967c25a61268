package io.github.exectrace.tracer;

import io.github.exectrace.events.ShellQuoting;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A name or a path as the kernel has it: bytes without a NUL, which need not be UTF-8, or text of
 * any kind. Immutable; nothing is decoded before somebody asks for it.
 */
public final class ByteString {
  /** No byte at all. */
  public static final ByteString EMPTY = new ByteString(new byte[0]);

  private static final byte SLASH = '/';

  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes of a text in UTF-8. */
  public static ByteString of(String text) {
    return new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public static ByteString of(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /** The bytes of a path that the system has given to Java, whatever the locale makes of them. */
  public static ByteString of(Path path) {
    return FileNames.bytes(path);
  }

  /** These bytes themselves, not a copy; no one may change them afterwards. */
  static ByteString wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new ByteString(bytes);
  }

  /** The bytes up to the first NUL. */
  static ByteString upToNul(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes these are. */
  public int length() {
    return bytes.length;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Whether these are the bytes of a text in UTF-8. */
  public boolean is(String text) {
    return Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether they begin with the bytes of a text in UTF-8. */
  public boolean startsWith(String text) {
    return startsWith(of(text));
  }

  /** Whether they begin with others. */
  public boolean startsWith(ByteString other) {
    int length = other.bytes.length;
    return length <= bytes.length && Arrays.equals(bytes, 0, length, other.bytes, 0, length);
  }

  /** Whether they end with the bytes of a text in UTF-8. */
  public boolean endsWith(String text) {
    var other = text.getBytes(StandardCharsets.UTF_8);
    int from = bytes.length - other.length;
    return from >= 0 && Arrays.equals(bytes, from, bytes.length, other, 0, other.length);
  }

  /**
   * Where the bytes of a text in UTF-8 begin, at an index or behind it; -1 if they are not there.
   */
  int indexOf(String text, int from) {
    var other = text.getBytes(StandardCharsets.UTF_8);
    for (int i = from; i <= bytes.length - other.length; i++) {
      if (Arrays.equals(bytes, i, i + other.length, other, 0, other.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The bytes from an index on. */
  public ByteString substring(int from) {
    return substring(from, bytes.length);
  }

  /** The bytes from an index on, up to another one. */
  public ByteString substring(int from, int to) {
    return wrap(Arrays.copyOfRange(bytes, from, to));
  }

  /** These bytes, and others behind them. */
  public ByteString concat(ByteString other) {
    var both = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
    System.arraycopy(other.bytes, 0, both, bytes.length, other.bytes.length);
    return wrap(both);
  }

  /** Whether this is a path from the root directory on. */
  public boolean isAbsolute() {
    return bytes.length > 0 && bytes[0] == SLASH;
  }

  /** The path that a path means in this directory: itself if it is absolute, or nothing. */
  public ByteString resolve(ByteString path) {
    if (path.isEmpty() || path.isAbsolute() || isEmpty()) {
      return path;
    }
    boolean ends = bytes[bytes.length - 1] == SLASH;
    return (ends ? this : concat(of("/"))).concat(path);
  }

  /** What stands behind a path's last slash; all of it if it has none. */
  public ByteString fileName() {
    int from = bytes.length;
    while (from > 0 && bytes[from - 1] != SLASH) {
      from--;
    }
    return from == 0 ? this : substring(from);
  }

  /** The lines of these bytes, without their ends. */
  Stream<ByteString> lines() {
    var lines = Stream.<ByteString>builder();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(substring(start, i));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      lines.add(substring(start));
    }
    return lines.build();
  }

  /** Whether the bytes are UTF-8. */
  public boolean isUtf8() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }

  /** The bytes read as UTF-8, with U+FFFD in place of what is not. May hold any character. */
  public String decoded() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * The bytes as a text that can be shown, and from which they can be read back: as they are if
   * they are UTF-8 of which each character can be seen, else as {@code $'…'}, in which bash and
   * others understand each escape. What begins with {@code $'} itself is also written so.
   */
  public String text() {
    return ShellQuoting.text(bytes);
  }

  /** The bytes as a word that a shell reads as these bytes, on one line and all of it visible. */
  public String quoted() {
    return ShellQuoting.quote(bytes);
  }

  /** {@link #text}. */
  @Override
  public String toString() {
    return text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString string && Arrays.equals(bytes, string.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
