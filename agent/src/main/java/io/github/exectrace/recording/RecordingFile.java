package io.github.exectrace.recording;

import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A recording that the agent starts itself, so that one option is all a user has to give. */
public final class RecordingFile {
  private static final String SETTINGS = "default";

  private RecordingFile() {}

  /**
   * Records from now on and writes the file when the JVM ends; with the JDK's own events as its
   * default settings have them, but with redaction without those that would reveal what it masks.
   *
   * @throws IOException if there can be no such file, or no recording
   */
  public static void start(Path file, Redaction redaction) throws IOException {
    try {
      var recording = new Recording(Configuration.getConfiguration(SETTINGS));
      if (!redaction.isNone()) {
        JdkEvents.REVEALING.forEach(recording::disable);
      }
      recording.setName("exectrace");
      recording.setDumpOnExit(true);
      recording.setDestination(file);
      recording.start();
    } catch (NoSuchFileException missing) {
      throw new IOException(
          file + " cannot be written: there is no directory " + file.toAbsolutePath().getParent());
    } catch (AccessDeniedException denied) {
      throw new IOException(file + " cannot be written: permission denied");
    } catch (FileSystemException refused) {
      throw new IOException(
          file
              + " cannot be written: "
              + (refused.getReason() == null ? refused.toString() : refused.getReason()));
    } catch (ParseException unreadable) {
      throw new IOException(
          "the JDK's settings \"" + SETTINGS + "\" cannot be read: " + unreadable.getMessage());
    } catch (IllegalStateException unavailable) {
      throw new IOException(
          "Flight Recorder is not available: "
              + unavailable.getMessage()
              + "; -XX:FlightRecorderOptions:repository=DIR names a directory for its own files");
    }
  }
}
