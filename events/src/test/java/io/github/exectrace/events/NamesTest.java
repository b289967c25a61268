package io.github.exectrace.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of the system by their names. */
class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "1, EPERM, EPERM (Operation not permitted)",
    "7, E2BIG, E2BIG (Argument list too long)",
    "41, 41, errno 41",
    "133, EHWPOISON, EHWPOISON (Memory page has hardware error)",
    "134, 134, errno 134",
    "0, 0, errno 0",
    "-1, -1, errno -1",
  })
  void anErrorHasItsName(int number, String name, String description) {
    assertThat(Errno.name(number)).isEqualTo(name);
    assertThat(Errno.describe(number)).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource({
    "1, SIGHUP",
    "9, SIGKILL",
    "31, SIGSYS",
    "32, signal 32",
    "34, SIGRTMIN",
    "36, SIGRTMIN+2",
    "64, SIGRTMIN+30",
    "65, signal 65",
    "0, signal 0",
    "-1, signal -1",
  })
  void aSignalHasItsName(int number, String name) {
    assertThat(Signal.name(number)).isEqualTo(name);
  }
}
