package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JarTest {
  @Test
  void theJarUnderTestIsTheBuiltOne() {
    assertThat(Path.of(System.getProperty("exectrace.jar"))).matches(Files::isRegularFile);
  }
}
