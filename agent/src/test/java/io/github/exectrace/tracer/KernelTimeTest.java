package io.github.exectrace.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTimeTest {
  @ParameterizedTest
  @CsvSource({
    "'monotonic           0         0\nboottime            5         0\n', 0",
    "'monotonic      864000 500000000\nboottime            0         0\n', 864000500000000",
    "'monotonic        -100         7\nboottime         -100         7\n', -99999999993",
    "'', 42",
    "'boottime            5         0\n', 42"
  })
  void theNamespacesOffsetIsThatOfTheMonotonicClock(String offsets, long expected) {
    assertThat(KernelTime.parse(offsets, 42)).isEqualTo(expected);
  }

  @Test
  void nowIsNow() {
    assertThat(KernelTime.instant(System.nanoTime()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
  }
}
