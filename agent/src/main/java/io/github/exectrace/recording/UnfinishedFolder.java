package io.github.exectrace.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * The folder {@code FILE.unfinished} beside a file that is recorded into. It holds what is recorded
 * while the JVM lives, and stays behind if that is killed; the recorder removes it after an orderly
 * end. The lock on a file within says that the JVM lives: the kernel gives it up with the process,
 * however that ends and in whatever container it is.
 *
 * <p>What a killed JVM left is put aside when the same name is used again: {@code
 * FILE.unfinished-1} and so on.
 */
final class UnfinishedFolder {
  private static final String SUFFIX = ".unfinished";
  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 3;
  // A JVM that is killed and started again and again must not fill the disk.
  private static final int MOST_LEFT = 8;

  private UnfinishedFolder() {}

  /** The folder that belongs to a file. */
  static Path of(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /**
   * Makes the folder for this JVM.
   *
   * @param file absolute, with all links resolved
   * @return what has to stay open as long as this JVM wants to have the folder; empty if there can
   *     be no such folder
   * @throws FileTakenException if another JVM has it
   */
  static Optional<FileChannel> make(Path file) throws FileTakenException {
    var folder = of(file);
    Path fresh;
    try {
      // Filled and locked under another name, so that no one finds it half made. Only its owner
      // may look into it.
      fresh = Files.createTempDirectory(file.getParent(), folder.getFileName() + "-");
    } catch (IOException notWritable) {
      return Optional.empty();
    }
    try {
      var lock =
          FileChannel.open(
              fresh.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (lock.tryLock() != null && moved(fresh, folder, file)) {
        return Optional.of(lock);
      }
      lock.close();
    } catch (FileTakenException taken) {
      deleteAll(fresh);
      throw taken;
    } catch (IOException impossible) {
      // Then the recorder keeps its files where it does by itself.
    }
    deleteAll(fresh);
    return Optional.empty();
  }

  /**
   * Leads to where the recorder keeps its files, if that is not within the folder.
   *
   * @param repository where it does
   */
  static void pointTo(Optional<Path> repository, Path folder) {
    if (repository.isPresent() && !repository.get().startsWith(folder)) {
      try {
        Files.createSymbolicLink(folder.resolve(repository.get().getFileName()), repository.get());
      } catch (IOException refused) {
        // TracerStatistics and a system property of the JDK's say it, too.
      }
    }
  }

  /** Removes the folder of this JVM, which nothing is kept in. */
  static void remove(Path folder) {
    deleteAll(folder);
  }

  private static boolean moved(Path fresh, Path folder, Path file) throws FileTakenException {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        // rename(2) refuses if there is a folder that is not empty.
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (IOException exists) {
        if (!putAside(folder, file)) {
          return false;
        }
      }
    }
    return false;
  }

  /** Makes room for a folder of the same name, if it is not of a living JVM. */
  private static boolean putAside(Path folder, Path file) throws FileTakenException {
    try (var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      if (lock.tryLock() == null) {
        throw new FileTakenException("another JVM records into " + file);
      }
      return aside(folder);
    } catch (OverlappingFileLockException mine) {
      throw new FileTakenException("this JVM records into " + file + " already");
    } catch (NoSuchFileException withoutLock) {
      // It is just being removed, or somebody did so in part.
      return aside(folder);
    } catch (FileTakenException taken) {
      throw taken;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static boolean aside(Path folder) {
    try {
      if (Files.exists(folder) && !isEmpty(folder)) {
        Files.move(folder, placeForLeft(folder), StandardCopyOption.ATOMIC_MOVE);
      } else {
        deleteAll(folder);
      }
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.allMatch(entry -> entry.endsWith(LOCK));
    }
  }

  /** A free name; if all are in use, that of the oldest, which goes. */
  private static Path placeForLeft(Path folder) throws IOException {
    Path oldest = null;
    FileTime age = null;
    for (int i = 1; i <= MOST_LEFT; i++) {
      var place = folder.resolveSibling(folder.getFileName() + "-" + i);
      if (!Files.exists(place)) {
        return place;
      }
      var modified = Files.getLastModifiedTime(place);
      if (age == null || modified.compareTo(age) < 0) {
        oldest = place;
        age = modified;
      }
    }
    deleteAll(oldest);
    return oldest;
  }

  private static void deleteAll(Path folder) {
    try (var all = Files.walk(folder)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException left) {
      // It is in no one's way.
    }
  }
}
