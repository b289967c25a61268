package io.github.exectrace.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file for one recording of one JVM alone, as long as that lives.
 *
 * <p>The recorder empties the file of a recording when it learns of it, and appends what was
 * recorded when the recording ends, without asking whether anybody else does the same. So a JVM
 * holds two locks meanwhile: one in the {@link UnfinishedFolder} beside the file, which other JVMs
 * find by the file's name, and one on the file itself, which those find that know it by another
 * name. The kernel gives up both with the process. The second is given up early, too, if somebody
 * in this JVM opens and closes the file (fcntl_locking(2)); the recorder does.
 *
 * <p>Safe for use by several threads.
 */
final class FileClaim {
  private static final int MAGIC = 0x464c5200; // "FLR", and NUL
  // Nor can a JVM have a child that has recorded something any sooner.
  private static final long START_INACCURACY_MILLIS = 50;
  // What this JVM has taken, by name and by inode: it cannot ask its own locks.
  private static final Set<Object> TAKEN = new HashSet<>();
  // What is not reachable may be closed, and its lock with it.
  private static final List<FileChannel> OPEN = new ArrayList<>();

  private final Path file;
  private final FileChannel channel;
  private final Optional<Path> folder;
  private final Optional<FileTime> replaced;
  private Optional<FileLock> lock;

  private FileClaim(Path file, FileChannel channel, Optional<FileLock> lock) throws IOException {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.replaced = checkContent();
    var folderLock = UnfinishedFolder.make(file);
    folderLock.ifPresent(OPEN::add);
    this.folder = folderLock.map(ignored -> UnfinishedFolder.of(file));
  }

  /**
   * Takes a file, which is made if it is not there.
   *
   * @throws FileTakenException if it is in use, or was written since this JVM began
   * @throws IOException if it cannot be recorded into
   */
  static synchronized FileClaim take(Path file) throws IOException {
    checkBeforeOpening(file);
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      var real = file.toRealPath();
      var claim = new FileClaim(real, channel, lock(channel, file));
      OPEN.add(channel);
      TAKEN.add(real);
      TAKEN.add(Files.readAttributes(real, BasicFileAttributes.class).fileKey());
      return claim;
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  /** What opening the file would spoil: a lock of this JVM, or all, if that never returns. */
  private static void checkBeforeOpening(Path file) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IOException(file + " cannot be written: it is not a regular file");
      }
      if (TAKEN.contains(attributes.fileKey()) || TAKEN.contains(file.toRealPath())) {
        throw new FileTakenException("this JVM records into " + file + " already");
      }
    } catch (NoSuchFileException toBeMade) {
      // So it is mostly.
    }
  }

  /**
   * Locks no byte that a file can have: from JDK 26 on the recorder locks the file while it writes
   * it, all bytes that Java knows of, and no two locks of one JVM may overlap. The kernel's go on
   * behind that, so that the locks of two JVMs exclude each other.
   */
  private static Optional<FileLock> lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(); // finds what this JVM has locked, too
      if (lock != null) {
        lock.release();
        lock = channel.tryLock(Long.MAX_VALUE, 0, /* shared= */ false);
      }
    } catch (OverlappingFileLockException application) {
      throw new FileTakenException("this JVM has locked " + file);
    } catch (IOException noLocks) {
      return Optional.empty(); // there are file systems without
    }
    if (lock == null) {
      throw new FileTakenException("another JVM records into " + file);
    }
    return Optional.of(lock);
  }

  /**
   * A recording of an earlier run is replaced, as by the JDK's own option; but nothing that came
   * into being during this one, such as a child's recording, and nothing that is no recording.
   *
   * @return when the recording was written that is replaced
   */
  private Optional<FileTime> checkContent() throws IOException {
    if (channel.size() == 0) {
      return Optional.empty();
    }
    // By this channel, because closing another one would give up the lock.
    var begin = ByteBuffer.allocate(Integer.BYTES);
    channel.read(begin, 0);
    if (begin.hasRemaining() || begin.getInt(0) != MAGIC) {
      throw new IOException(file + " holds something else than a recording and is not overwritten");
    }
    var written = Files.getLastModifiedTime(file);
    if (written.toMillis() > ThisJvm.startedMillis() + START_INACCURACY_MILLIS) {
      throw new FileTakenException(file + " holds a recording that ended since this JVM began");
    }
    return Optional.of(written);
  }

  /**
   * Whether the file is still this JVM's alone after the recorder has opened and closed it. The
   * folder's lock is enough for that; where there can be no folder, the file's has to be had again.
   */
  boolean isStillHeld() throws IOException {
    try {
      if (lock.isPresent()) {
        lock.get().release();
        lock = lock(channel, file);
      }
      return true;
    } catch (FileTakenException taken) {
      return folder.isPresent();
    }
  }

  /** The file, absolute and with all links resolved. */
  Path file() {
    return file;
  }

  /** A folder beside the file for what is not in it yet. */
  Optional<Path> folder() {
    return folder;
  }

  /** When the recording was written that this one replaces. */
  Optional<FileTime> replaced() {
    return replaced;
  }
}
