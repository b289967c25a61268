package io.github.exectrace.cli.jfc;

import io.github.exectrace.cli.output.OutputFile;
import io.github.exectrace.recording.RecordingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Hands out the settings for Flight Recorder that are in the jar. */
@Command(
    name = "jfc",
    description = {
      "Prints settings for Flight Recorder with all events of the agent, to be used as in",
      "-XX:StartFlightRecording:settings=default.jfc,settings=exectrace.jfc",
      "or imported into JDK Mission Control."
    })
public final class JfcCommand implements Callable<Integer> {
  private static final String SETTINGS = "exectrace.jfc";

  @Option(
      names = {"-o", "--file"},
      paramLabel = "FILE",
      description = "Where to write them. Default: standard output.")
  private Path file;

  /** Called by picocli. */
  JfcCommand() {}

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      System.out.write(settings());
      System.out.flush();
    } else {
      try (var out = OutputFile.open(file)) {
        out.write(settings());
      }
    }
    return ExitCode.OK;
  }

  private static byte[] settings() {
    try (var resource = RecordingFile.class.getResourceAsStream(SETTINGS)) {
      return resource.readAllBytes();
    } catch (IOException brokenJar) {
      throw new UncheckedIOException(brokenJar);
    }
  }
}
