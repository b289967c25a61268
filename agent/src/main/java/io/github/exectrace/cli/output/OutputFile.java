package io.github.exectrace.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that the user of a command names for its output. As in a shell's redirection it may be
 * anything that can be written to, {@code /dev/stdout} or a named pipe, too, whose reader is waited
 * for.
 */
public final class OutputFile extends OutputStream {
  private final Path file;
  private final OutputStream out;

  private OutputFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens a file, and empties it.
   *
   * @throws IOException with a sentence, as the other methods
   */
  public static OutputFile open(Path file) throws IOException {
    try {
      return new OutputFile(file, Files.newOutputStream(file));
    } catch (NoSuchFileException missing) {
      throw new IOException(
          file + " cannot be written: there is no directory " + file.toAbsolutePath().getParent(),
          missing);
    } catch (AccessDeniedException denied) {
      throw new IOException(file + " cannot be written: permission denied", denied);
    } catch (FileSystemException refused) {
      throw new IOException(file + " cannot be written: " + refused.getReason(), refused);
    }
  }

  @Override
  public void write(int each) throws IOException {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException refused) {
      throw new IOException("writing into " + file + " failed: " + refused.getMessage(), refused);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
