package io.github.exectrace.recording;

import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A recording that the agent starts itself, so that one option is all a user has to give. */
public final class RecordingFile {
  private static final String SETTINGS = "default";

  private static final int MOST_NAMES = 100;
  private static final List<String> WRITTEN = new ArrayList<>();

  private RecordingFile() {}

  /**
   * A recording that has begun.
   *
   * @param file where it is written when the JVM ends
   * @param notice a sentence if that is another file than the one that was asked for
   */
  public record Started(Path file, Optional<String> notice) {}

  /**
   * Records from now on and writes the file when the JVM ends; with the JDK's own events as its
   * default settings have them, but with redaction without those that would reveal what it masks.
   *
   * <p>If another JVM records into that file, or it was written since this JVM began, a file beside
   * it is taken whose name has this JVM's pid in it.
   *
   * @throws IOException if there can be no such file, or no recording
   */
  public static Started start(Path file, Redaction redaction) throws IOException {
    String reason = null;
    for (int i = 0; i < MOST_NAMES; i++) {
      var name = i == 0 ? file : RecordingName.other(file, i);
      try {
        var claim = FileClaim.take(name);
        record(claim, redaction);
        return started(claim, Optional.ofNullable(reason));
      } catch (FileTakenException taken) {
        reason = reason == null ? taken.getMessage() : reason;
      } catch (NoSuchFileException missing) {
        throw new IOException(
            name
                + " cannot be written: there is no directory "
                + name.toAbsolutePath().getParent());
      } catch (AccessDeniedException denied) {
        throw new IOException(name + " cannot be written: permission denied");
      } catch (FileSystemException refused) {
        throw new IOException(
            name
                + " cannot be written: "
                + (refused.getReason() == null ? refused.toString() : refused.getReason()));
      }
    }
    throw new IOException(reason + ", and names with this JVM's pid are in use, too");
  }

  private static void record(FileClaim claim, Redaction redaction) throws IOException {
    boolean done = false;
    try {
      // Before there is a recorder: it chooses the place of its files when it comes into being.
      boolean placed = claim.folder().isPresent() && JfrRepository.place(claim.folder().get());
      start(claim, redaction);
      if (placed) {
        UnfinishedFolder.pointTo(JfrRepository.current(), claim.folder().get());
      }
      done = placed;
    } catch (ParseException unreadable) {
      throw new IOException(
          "the JDK's settings \"" + SETTINGS + "\" cannot be read: " + unreadable.getMessage());
    } catch (IllegalStateException unavailable) {
      throw new IOException(
          "Flight Recorder is not available: "
              + unavailable.getMessage()
              + "; -XX:FlightRecorderOptions:repository=DIR names a directory for its own files");
    } finally {
      if (!done) {
        claim.folder().ifPresent(UnfinishedFolder::remove);
      }
    }
  }

  private static void start(FileClaim claim, Redaction redaction)
      throws IOException, ParseException {
    var recording = new Recording(Configuration.getConfiguration(SETTINGS));
    if (!redaction.isNone()) {
      JdkEvents.REVEALING.forEach(recording::disable);
    }
    recording.setName("exectrace");
    recording.setDumpOnExit(true);
    recording.setDestination(claim.file());
    if (!claim.isStillHeld()) {
      recording.close();
      throw new FileTakenException("another JVM records into " + claim.file());
    }
    recording.start();
  }

  private static Started started(FileClaim claim, Optional<String> reason) {
    var text = claim.file().toString();
    if (reason.isPresent()) {
      text += " (" + reason.get() + ")";
    }
    if (claim.replaced().isPresent()) {
      text += " (in place of a recording that ended at " + claim.replaced().get() + ")";
    }
    synchronized (WRITTEN) {
      WRITTEN.add(text);
    }
    return new Started(
        claim.file(), reason.map(why -> "recording into " + claim.file() + ": " + why));
  }

  /** The files that are written when this JVM ends, for people; null if there are none. */
  static String written() {
    synchronized (WRITTEN) {
      return WRITTEN.isEmpty() ? null : String.join(", ", WRITTEN);
    }
  }
}
