package io.github.exectrace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.redaction.CommandCorpus.Line;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is masked of realistic command lines, most of which were written before anybody looked at
 * what redaction does with them. {@code known-leaks.txt} and {@code known-masks.txt} state each one
 * that is not as its marks say.
 */
class CommandCorpusTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "build.txt",
        "cloud.txt",
        "databases.txt",
        "environment.txt",
        "system.txt",
        "tokens.txt",
        "web.txt"
      })
  void secretsDoNotLeak(String file) {
    var known = new HashSet<>(CommandCorpus.read("known-leaks.txt"));
    var lines = CommandCorpus.read(file);

    assertThat(lines.stream().filter(Line::leaks).map(Line::written))
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().filter(known::contains).map(Line::written).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build.txt",
        "cloud.txt",
        "databases.txt",
        "environment.txt",
        "ordinary.txt",
        "system.txt",
        "tokens.txt",
        "web.txt"
      })
  void argumentsWithoutASecretAreLeftAlone(String file) {
    var known = new HashSet<>(CommandCorpus.read("known-masks.txt"));
    var lines = CommandCorpus.read(file);

    assertThat(lines.stream().filter(Line::isMaskedTooMuch).map(Line::written))
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().filter(known::contains).map(Line::written).toList());
  }

  @Test
  void theCorpusIsLarge() {
    assertThat(
            CommandCorpus.readAll(
                "build.txt",
                "cloud.txt",
                "databases.txt",
                "environment.txt",
                "system.txt",
                "tokens.txt",
                "web.txt"))
        .hasSizeGreaterThan(1_800)
        .allMatch(line -> line.written().contains("«"));
    assertThat(CommandCorpus.read("ordinary.txt"))
        .hasSizeGreaterThan(400)
        .noneMatch(line -> line.written().contains("«"));
  }
}
