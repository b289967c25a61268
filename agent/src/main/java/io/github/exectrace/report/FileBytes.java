package io.github.exectrace.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file's bytes at any position, through a window of fixed size. The file may grow meanwhile; what
 * comes after the end that it had when it was opened is not looked at. Not safe for use by several
 * threads.
 */
final class FileBytes implements AutoCloseable {
  private static final int WINDOW = 1 << 18;
  private static final int VARINT_BYTES = 9;
  private static final int SEVEN_BITS = 0x7f;

  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long windowAt;
  private long position;

  private FileBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  static FileBytes open(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileBytes(channel);
    } catch (IOException unreadable) {
      channel.close();
      throw unreadable;
    }
  }

  /** The length that the file had when it was opened. */
  long size() {
    return size;
  }

  long position() {
    return position;
  }

  void position(long next) {
    position = next;
  }

  /**
   * The next byte.
   *
   * @throws EOFException if there is none
   */
  byte next() throws IOException {
    if (position < windowAt || position >= windowAt + window.limit()) {
      load();
    }
    return window.get((int) (position++ - windowAt));
  }

  private void load() throws IOException {
    if (position < 0 || position >= size) {
      throw new EOFException();
    }
    window.clear().limit((int) Math.min(WINDOW, size - position));
    windowAt = position;
    int read;
    do {
      read = channel.read(window, position + window.position());
    } while (read > 0 && window.hasRemaining());
    window.flip();
    if (window.limit() == 0) {
      throw new EOFException(); // it has become shorter
    }
  }

  /** A number in as few bytes as it needs, as Flight Recorder writes it. */
  long varint() throws IOException {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES; i++) {
      byte next = next();
      if (i == VARINT_BYTES - 1) {
        return value | (next & 0xffL) << (7 * i);
      }
      value |= (long) (next & SEVEN_BITS) << (7 * i);
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  /** The bytes from some position on; fewer if the file ends before. */
  ByteBuffer at(long offset, int length) throws IOException {
    var bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - offset)));
    int read = 1;
    while (read > 0 && bytes.hasRemaining()) {
      read = channel.read(bytes, offset + bytes.position());
    }
    return bytes.flip();
  }

  /** Copies a part of the file. */
  void copy(long offset, long length, FileChannel target) throws IOException {
    long done = 0;
    while (done < length) {
      long copied = channel.transferTo(offset + done, length - done, target);
      if (copied <= 0) {
        throw new EOFException("the file has become shorter while it was read");
      }
      done += copied;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
