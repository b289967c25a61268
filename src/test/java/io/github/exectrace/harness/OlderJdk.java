package io.github.exectrace.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A JDK that is older than the one of the tests, and programs for it. */
public final class OlderJdk {
  private OlderJdk() {}

  /** The folder of a JDK 17, which JAVA17_HOME names or which is below /usr/lib/jvm. */
  public static Path java17() {
    var installed = Path.of("/usr/lib/jvm").toFile().listFiles();
    var found =
        Stream.concat(
                Stream.ofNullable(System.getenv("JAVA17_HOME")).map(Path::of),
                Arrays.stream(Objects.requireNonNullElse(installed, new File[0])).map(File::toPath))
            .filter(OlderJdk::isJava17)
            .findFirst();
    return Requirement.need(found, "there is no JDK 17 (JAVA17_HOME) to try");
  }

  private static boolean isJava17(Path home) {
    try (var lines = Files.lines(home.resolve("release"))) {
      return Files.isExecutable(home.resolve("bin/java"))
          && lines.anyMatch(line -> line.startsWith("JAVA_VERSION=\"17"));
    } catch (IOException notAJdk) {
      return false;
    }
  }

  /** Compiles a public class of the unnamed package for Java 17. */
  public static void compile(Path folder, String name, String source) throws IOException {
    var file = Files.writeString(folder.resolve(name + ".java"), source);
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "--release", "17", file.toString())).isZero();
  }
}
