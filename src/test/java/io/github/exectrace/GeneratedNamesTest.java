package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Requirement;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The names of errors and signals are all that the system's headers have. */
class GeneratedNamesTest {
  private static final Path EVENTS = Path.of(System.getProperty("exectrace.bpf"), "../events");

  @Test
  void theCommittedFilesAreWhatTheScriptWrites() {
    Requirement.program("gcc");

    assertThat(Command.run(EVENTS.resolve("generate").toString(), "--check")).isEmpty();
  }
}
