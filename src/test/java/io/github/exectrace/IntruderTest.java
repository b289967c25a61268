package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Intruder;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent may do, the application may not do through it. */
@Privileged
class IntruderTest {
  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"", "recording=own.jfr", "mode=java", "recordng=wrong"})
  void nothingThatTheApplicationReachesIsOfUseToIt(String options) throws IOException {
    var library = Files.copy(libbpf(), scratch.resolve("intruder.so"));
    var ended =
        Jvm.running(scratch, Intruder.class)
            .flags("--illegal-native-access=deny")
            .agent(options)
            .arguments(Jvm.builtJar().toString(), library.toString())
            .run();

    assertThat(ended.lines())
        .as(ended.err())
        .contains("done")
        .noneMatch(line -> line.startsWith("LEAK"));
    if (!options.startsWith("recordng")) {
      // So it has looked, and found a way in, which leads nowhere.
      assertThat(ended.lines())
          .contains("reached io.github.exectrace.agent.Agent")
          .anyMatch(line -> line.contains("does not export io.github.exectrace.tracer"))
          .anyMatch(line -> line.contains("there is an agent already"));
    }
  }

  /** Any library will do; this one is one that the agent could work with. */
  private static Path libbpf() {
    return Path.of(System.getProperty("exectrace.bpf"), "libbpf", Jvm.machine(), "libbpf.so");
  }
}
