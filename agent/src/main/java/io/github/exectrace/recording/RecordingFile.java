package io.github.exectrace.recording;

import io.github.exectrace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A recording that the agent starts itself, so that one option is all a user has to give. */
public final class RecordingFile {
  private static final String SETTINGS = "default";

  /**
   * The JDK's own events that hold command lines, environments or options as they are, of processes
   * that the JVM starts, of all processes of the machine and of the JVM itself; and messages of
   * exceptions, which like to repeat a command that failed.
   */
  private static final List<String> REVEALING =
      List.of(
          "jdk.ProcessStart",
          "jdk.SystemProcess",
          "jdk.InitialEnvironmentVariable",
          "jdk.InitialSystemProperty",
          "jdk.JVMInformation",
          "jdk.JavaAgent",
          "jdk.StringFlag",
          "jdk.StringFlagChanged",
          "jdk.JavaExceptionThrow",
          "jdk.JavaErrorThrow");

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
        REVEALING.forEach(recording::disable);
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
