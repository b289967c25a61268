package io.github.exectrace.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads recordings from their begin to their end, in memory that does not grow with them. Only the
 * events in question are parsed, all others are skipped. What several recordings hold of one JVM is
 * put together; a chunk that two of them hold counts once. Of what a killed JVM left, or a living
 * one is about to write, that is read which is there. Not safe for use by several threads.
 */
public final class RecordingReader {
  private RecordingReader() {}

  /** Called now and then with how far reading is. */
  @FunctionalInterface
  public interface Progress {
    /** So many bytes of so many are read. */
    void at(long bytes, long total);
  }

  /**
   * Reads recordings, given in any order.
   *
   * @param files recordings, or folders with recordings
   * @throws IOException if one of them is missing, is none, or nothing at all can be read, or takes
   *     far too long; the message is a sentence that names it
   */
  public static Report read(List<Path> files, ReportLimits limits, Progress progress)
      throws IOException {
    var all = new ArrayList<Chunks>();
    for (var file : RecordingFiles.in(files)) {
      all.add(chunks(file, files.contains(file)));
    }
    if (all.stream().allMatch(chunks -> chunks.readable().isEmpty())) {
      var first = all.getFirst();
      throw new IOException(
          first.file()
              + " holds nothing that can be read: "
              + first.damage()
              + (first.bytes() > ChunkHeader.BYTES ? "" : ". " + RecordingFiles.WHERE_IT_LIES));
    }
    all.sort(Comparator.comparingLong(Chunks::startNanos));
    long bytes = all.stream().mapToLong(Chunks::bytes).sum();
    return BoundedTime.run(() -> readAll(all, limits, progress), bytes);
  }

  /** What a folder has beside recordings is said, and no reason to read nothing. */
  private static Chunks chunks(Path file, boolean named) throws IOException {
    try {
      return Chunks.of(file);
    } catch (IOException refused) {
      if (named) {
        throw refused;
      }
      var about = file + " ";
      var why = refused.getMessage();
      return new Chunks(
          file, List.of(), 0, why.startsWith(about) ? why.substring(about.length()) : why);
    }
  }

  /**
   * A file is read as it is where that can be. If it then shows that it is damaged within, or of
   * several JVMs, all begins again and its chunks are read one by one; the next time, those of all.
   */
  private static Report readAll(List<Chunks> all, ReportLimits limits, Progress progress)
      throws IOException {
    Set<Path> apart = new HashSet<>();
    while (true) {
      try (var reading = new Reading(all, apart, limits, progress)) {
        return reading.report();
      } catch (ReadApartException doubtful) {
        if (!apart.isEmpty()) {
          all.forEach(chunks -> apart.add(chunks.file()));
        }
        apart.add(doubtful.file());
      }
    }
  }
}
