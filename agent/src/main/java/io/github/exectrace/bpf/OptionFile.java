package io.github.exectrace.bpf;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that an option names and that is to be read: a regular one, or a link to one, and of
 * limited size. Whatever else it names must not keep an application from starting: opening a named
 * pipe waits for its other end, a device may be without an end, and so may a file of the kernel's
 * own file systems that claims to be a regular one (proc_kmsg(5), trace_pipe).
 */
public final class OptionFile {
  private static final int KIND = 0170000; // inode(7)
  private static final int REGULAR = 0100000;
  private static final int PIPE = 0010000;
  private static final int CHARACTERS = 0020000;
  private static final int DIRECTORY = 0040000;
  private static final int BLOCKS = 0060000;
  private static final int SOCKET = 0140000;

  private static final List<String> OF_THE_KERNEL = List.of("/proc", "/sys");

  private OptionFile() {}

  /**
   * Reads a file.
   *
   * @param most how many bytes it may have
   * @throws IOException with a phrase that goes on after the file's name, such as "is a directory,
   *     and not a regular file"
   */
  public static byte[] read(Path file, int most) throws IOException {
    return begin(file, most, most);
  }

  /**
   * Reads the first bytes of a file.
   *
   * @param bytes how many
   * @param most how many bytes the file may have
   * @throws IOException as {@link #read}
   */
  static byte[] begin(Path file, int bytes, long most) throws IOException {
    try {
      long size = size(file);
      check(size <= most, "is larger than the " + most + " bytes that it may have");
      if (size == 0) {
        return new byte[0]; // there is nothing to wait for
      }
      try (var content = Files.newInputStream(file)) {
        // It may have grown meanwhile.
        var read = content.readNBytes((int) Math.min(bytes, most));
        check(
            bytes < most || content.read() < 0,
            "is larger than the " + most + " bytes that it may have");
        return read;
      }
    } catch (NoSuchFileException missing) {
      throw new IOException("does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException("cannot be read: permission denied", denied);
    } catch (FileSystemException refused) {
      var reason = refused.getReason();
      throw new IOException("cannot be read: " + (reason == null ? "refused" : reason), refused);
    }
  }

  private static long size(Path file) throws IOException {
    int kind = (int) Files.getAttribute(file, "unix:mode") & KIND;
    check(kind == REGULAR, "is " + name(kind) + ", and not a regular file");
    var real = file.toRealPath();
    for (var folder : OF_THE_KERNEL) {
      check(!real.startsWith(folder), "is one of the kernel's own files, below " + folder);
    }
    return Files.size(real);
  }

  private static void check(boolean condition, String complaint) throws IOException {
    if (!condition) {
      throw new IOException(complaint);
    }
  }

  private static String name(int kind) {
    return switch (kind) {
      case PIPE -> "a named pipe";
      case CHARACTERS, BLOCKS -> "a device";
      case DIRECTORY -> "a directory";
      case SOCKET -> "a socket";
      default -> "something else";
    };
  }
}
