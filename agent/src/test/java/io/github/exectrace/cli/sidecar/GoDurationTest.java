package io.github.exectrace.cli.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A length of time means what it means to Go programs. */
class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "15m, PT15M",
    "90s, PT1M30S",
    "1h30m, PT1H30M",
    "500ms, PT0.5S",
    "1.5s, PT1.5S",
    ".5s, PT0.5S",
    "2.h, PT2H",
    "1ns, PT0.000000001S",
    "3us, PT0.000003S",
    "3µs, PT0.000003S",
    "1m1m, PT2M",
    "2562047h, PT2562047H"
  })
  void numbersWithUnitsAddUp(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(new GoDuration(text, expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "15", "m", "15 m", "-15m", "+15m", "1d", "1h30", ".s", "1e3s"})
  void anythingElseIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse(text))
        .withMessageContainingAll("'" + text + "'", "such as 15m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0h0m", "0.1ns", "2562048h", "99999999999999999999h"})
  void whatIsOutOfRangeIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse(text))
        .withMessageContainingAll("'" + text + "'", "out of range");
  }
}
