package io.github.exectrace.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Which files are meant, and whether they can be read at all: none of them is opened here. */
final class RecordingFiles {
  private static final String RECORDINGS = "*.jfr";

  /** Where the agent keeps what it has not yet written into a file: beside it. */
  private static final String UNFINISHED = ".unfinished";

  /** Flight Recorder keeps the chunks of a JVM in such a folder: time of its start, pid. */
  private static final Pattern REPOSITORY = Pattern.compile("\\d{4}(?:_\\d\\d){5}_(\\d{1,10})");

  private RecordingFiles() {}

  /**
   * The files themselves, and of a folder the recordings in it and in its folders. Beside a file
   * that its JVM has not written yet, or never will, lies what that recorded.
   *
   * @throws IOException if a folder has none, or cannot be read
   */
  static List<Path> in(List<Path> named) throws IOException {
    var files = new LinkedHashSet<Path>();
    for (var path : named) {
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path));
      } else if (isWritten(path)) {
        files.add(path);
      } else {
        files.addAll(inPlaceOf(path));
      }
    }
    return List.copyOf(files);
  }

  private static List<Path> inFolder(Path folder) throws IOException {
    var found = recordingsBelow(folder);
    if (found.isEmpty()) {
      throw new IOException(folder + " is a folder without a recording (" + RECORDINGS + ")");
    }
    return found;
  }

  private static boolean isWritten(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return !attributes.isRegularFile() || attributes.size() > 0;
    } catch (NoSuchFileException missing) {
      return false;
    } catch (IOException unreadable) {
      return true; // which is said when it is read
    }
  }

  private static List<Path> inPlaceOf(Path file) throws IOException {
    var found = new ArrayList<Path>();
    var folder = file.resolveSibling(file.getFileName() + UNFINISHED);
    if (Files.isDirectory(folder)) {
      found.addAll(recordingsBelow(folder));
    }
    if (found.isEmpty() || Files.exists(file)) {
      found.addFirst(file);
    }
    return found;
  }

  private static List<Path> recordingsBelow(Path folder) throws IOException {
    try {
      var found = list(folder, RECORDINGS, false);
      // As Flight Recorder's repository has one for each JVM.
      for (var below : list(folder, "*", true)) {
        if (Files.isReadable(below)) {
          found.addAll(list(below, RECORDINGS, false));
        }
      }
      return found;
    } catch (IOException unreadable) {
      throw refused(folder, unreadable);
    }
  }

  private static List<Path> list(Path folder, String pattern, boolean folders) throws IOException {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      for (var entry : entries) {
        if (folders ? Files.isDirectory(entry) : Files.isRegularFile(entry)) {
          found.add(entry);
        }
      }
    }
    found.sort(null);
    return found;
  }

  /** The pid of the JVM to whose repository a file belongs; empty if it belongs to none. */
  static OptionalLong repositoryPid(Path file) {
    var name = REPOSITORY.matcher(repository(file).toString());
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  private static Path repository(Path file) {
    var folder = file.toAbsolutePath().normalize().getParent();
    return folder == null || folder.getFileName() == null ? Path.of("") : folder.getFileName();
  }

  /**
   * Lets only what has an end pass: reading from a pipe or a device could go on for ever.
   *
   * @throws IOException if there is no such file, or it is of another kind, or empty
   */
  static void check(Path file) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException unreadable) {
      throw refused(file, unreadable);
    }
    if (attributes.isDirectory()) {
      throw new IOException(file + " is a folder");
    }
    if (!attributes.isRegularFile()) {
      throw new IOException(
          file + " is a pipe, a device or a socket: write the recording to a file and name that");
    }
  }

  /** What can be done where a JVM has not written its recording. */
  static final String WHERE_IT_LIES =
      "A JVM writes its recording when it ends by itself; what one that was killed or still runs"
          + " has recorded lies in a folder that can be named in place of the file: FILE.unfinished"
          + " beside the FILE of the agent's option recording, or else Flight Recorder's"
          + " repository, which 'jcmd PID JFR.configure' names";

  /** A sentence about a file, without the name of an exception's class. */
  static IOException refused(Path file, IOException why) {
    return switch (why) {
      case NoSuchFileException ignored -> new IOException("there is no file " + file, why);
      case AccessDeniedException ignored ->
          new IOException(file + " may not be read: permission denied", why);
      case EOFException ignored ->
          new IOException(file + " has become shorter while it was read", why);
      case FileSystemException system ->
          new IOException(
              file
                  + " cannot be read"
                  + (system.getReason() == null ? "" : ": " + system.getReason()),
              why);
      default ->
          why.getMessage() != null && why.getMessage().startsWith(file.toString())
              ? why
              : new IOException(file + " cannot be read: " + why.getMessage(), why);
    };
  }
}
