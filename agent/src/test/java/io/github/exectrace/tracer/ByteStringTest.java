package io.github.exectrace.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes are compared, joined and resolved as what they are. */
class ByteStringTest {
  @ParameterizedTest
  @CsvSource({
    "/a, b, /a/b",
    "/a/, b, /a/b",
    "/, b, /b",
    "/a, /b, /b",
    "/a, '', ''",
    "'', b, b",
  })
  void aPathIsResolvedInItsDirectory(String directory, String path, String resolved) {
    assertThat(ByteString.of(directory).resolve(ByteString.of(path)))
        .isEqualTo(ByteString.of(resolved));
  }

  @Test
  void onlyTheSameBytesAreEqual() {
    assertThat(ByteString.of("ab")).isEqualTo(ByteString.of("a").concat(ByteString.of("b")));
    assertThat(ByteString.of("ab")).isNotEqualTo(ByteString.of("ac")).isNotEqualTo("ab");
  }

  @Test
  void aPathIsAbsoluteFromTheRootOn() {
    assertThat(ByteString.of("/").isAbsolute()).isTrue();
    assertThat(ByteString.of("a/").isAbsolute()).isFalse();
    assertThat(ByteString.of("").isAbsolute()).isFalse();
  }
}
