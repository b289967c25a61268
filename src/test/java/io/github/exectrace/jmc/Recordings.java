package io.github.exectrace.jmc;

import io.github.exectrace.app.Problems;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.CouldNotLoadRecordingException;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** Recordings as JMC reads them, each made once, when a test first asks for it. */
final class Recordings {
  /** Held, so that its level stays: JMC's parser wonders aloud at fields of newer JDKs. */
  private static final Logger PARSER = Logger.getLogger("org.openjdk.jmc.flightrecorder");

  static {
    PARSER.setLevel(Level.SEVERE);
  }

  private final Path scratch;
  private final Map<String, IItemCollection> made = new HashMap<>();

  Recordings(Path scratch) {
    this.scratch = scratch;
  }

  /** A JVM under the agent with some options, that makes the problems named. */
  IItemCollection withProblems(String options, String... problems) {
    return made.computeIfAbsent(
        options + String.join(" ", problems),
        ignored -> load(jvm().traced(options.split(" ", -1)).arguments(problems).run()));
  }

  /** A JVM without the agent. */
  IItemCollection withoutAgent(String... problems) {
    return made.computeIfAbsent(
        "without " + String.join(" ", problems),
        ignored -> {
          var jvm = jvm();
          return load(
              jvm.flags(
                      "-XX:StartFlightRecording:filename=" + jvm.recording(),
                      "-Xlog:jfr+startup=off")
                  .arguments(problems)
                  .run());
        });
  }

  private Jvm jvm() {
    try {
      return Jvm.running(Files.createTempDirectory(scratch, "jvm"), Problems.class);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static IItemCollection load(Ended ended) {
    if (ended.exitCode() != 0) {
      throw new AssertionError("ended with " + ended.exitCode() + ": " + ended.err());
    }
    return load(ended.recording());
  }

  static IItemCollection load(Path recording) {
    try {
      return JfrLoaderToolkit.loadEvents(recording.toFile());
    } catch (IOException | CouldNotLoadRecordingException failure) {
      throw new AssertionError("JMC cannot read " + recording, failure);
    }
  }
}
