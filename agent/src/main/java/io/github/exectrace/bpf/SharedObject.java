package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What can be said of a shared object's file before it is loaded (elf(5)). The C library's loader
 * does not look whether all of it is there, and a JVM that touches what is missing dies of SIGBUS;
 * of other files the JVM warns on the application's standard error.
 */
final class SharedObject {
  /** Many times the size of any libbpf. */
  private static final long MOST_BYTES = 64L << 20;

  private static final int BEGIN_BYTES = 64 << 10;
  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_AND_ORDER = 4;
  private static final int LITTLE_ENDIAN_OF_64_BITS = 0x0102;
  private static final int HEADER_BYTES = 64;
  private static final int HEADERS_AT = 32;
  private static final int HEADER_SIZE = 54;
  private static final int HEADER_COUNT = 56;
  private static final int LOADED = 1; // PT_LOAD
  private static final int OFFSET = 8;
  private static final int SIZE_IN_FILE = 32;
  private static final int PROGRAM_HEADER_BYTES = 56;

  private SharedObject() {}

  /**
   * Whether a file can be loaded without harm.
   *
   * @throws IOException with a phrase that goes on after the file's name
   */
  static void check(Path file) throws IOException {
    var begin = ByteBuffer.wrap(OptionFile.begin(file, BEGIN_BYTES, MOST_BYTES));
    begin.order(ByteOrder.LITTLE_ENDIAN);
    if (begin.limit() < HEADER_BYTES
        || begin.getInt(0) != MAGIC
        || begin.getShort(CLASS_AND_ORDER) != LITTLE_ENDIAN_OF_64_BITS) {
      throw new IOException("is no shared object of 64 bits");
    }
    if (!isComplete(begin, Files.size(file))) {
      throw new IOException("is cut off or damaged");
    }
  }

  private static boolean isComplete(ByteBuffer begin, long size) {
    long at = begin.getLong(HEADERS_AT);
    int each = begin.getShort(HEADER_SIZE);
    int count = Short.toUnsignedInt(begin.getShort(HEADER_COUNT));
    if (each != PROGRAM_HEADER_BYTES || at < 0 || at > begin.limit() - (long) count * each) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int header = (int) at + i * each;
      long offset = begin.getLong(header + OFFSET);
      long bytes = begin.getLong(header + SIZE_IN_FILE);
      if (begin.getInt(header) == LOADED
          && (offset < 0 || bytes < 0 || bytes > size || offset > size - bytes)) {
        return false;
      }
    }
    return true;
  }
}
