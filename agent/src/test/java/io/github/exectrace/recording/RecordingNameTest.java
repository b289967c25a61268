package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingNameTest {
  private static final long PID = ProcessHandle.current().pid();

  @ParameterizedTest
  @CsvSource({
    "app.jfr, app.jfr",
    "%p, PID",
    "%%p, %p",
    "%%%p, %PID",
    "a%, a%",
    "%x%p%, %xPID%",
    "%p-%p, PID-PID"
  })
  void signsAreReplacedAsByTheJdk(String pattern, String expected) {
    assertThat(RecordingName.expand(pattern)).isEqualTo(expected.replace("PID", "" + PID));
  }

  @Test
  void timeIsLocalToTheSecond() {
    assertThat(RecordingName.expand("%t")).matches("\\d{4}(_\\d\\d){5}");
  }

  @ParameterizedTest
  @CsvSource({
    "/a.b/app.jfr, 1, /a.b/app-PID.jfr",
    "/a.b/app.jfr, 2, /a.b/app-PID-2.jfr",
    "/a.b/app, 1, /a.b/app-PID",
    ".jfr, 1, .jfr-PID"
  })
  void anotherNameHasThePid(String file, int time, String expected) {
    assertThat(RecordingName.other(Path.of(file), time))
        .isEqualTo(Path.of(expected.replace("PID", "" + PID)));
  }
}
