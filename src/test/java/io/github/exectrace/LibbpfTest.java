package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libbpf that ships has what is asked of it, and runs on a machine that has nothing. */
class LibbpfTest {
  private static final Path FOLDER = Path.of(System.getProperty("exectrace.bpf"), "libbpf");
  // In a class file: the kind Utf8, the length in two bytes, the text.
  private static final Pattern CONSTANT =
      Pattern.compile("\u0001\u0000(.)((?:lib)?bpf_\\w+)", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void everyFunctionInUseIsExported(String architecture) throws IOException {
    var symbols = readelf("--dyn-syms", architecture);
    var exported =
        Pattern.compile(" FUNC +GLOBAL +DEFAULT +\\d+ (\\w+)")
            .matcher(symbols)
            .results()
            .map(symbol -> symbol.group(1))
            .collect(Collectors.toSet());

    assertThat(functionsInUse()).hasSizeGreaterThan(10).isSubsetOf(exported);
    // What the build of the library checks.
    assertThat(functionsInUse()).isSubsetOf(Files.readAllLines(FOLDER.resolve("symbols")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void itNeedsOnlyTheCLibrary(String architecture) {
    var needed =
        Pattern.compile("\\(NEEDED\\).*\\[(.*)]")
            .matcher(readelf("--dynamic", architecture))
            .results()
            .map(library -> library.group(1));

    assertThat(needed).allMatch(library -> library.matches("libc\\.so\\.6|ld-linux-.*"));
  }

  @Test
  void theOneInTheJarLoads() throws BpfException {
    assertThat(Libbpf.bundled().versionString()).startsWith("v1.");
  }

  @Test
  void theJarHoldsTheCommittedOnes() throws IOException {
    for (var architecture : Set.of("x86_64", "aarch64")) {
      var entry = "/io/github/exectrace/bpf/" + architecture + "/libbpf.so";
      try (var resource = Libbpf.class.getResourceAsStream(entry)) {
        var content = Files.readAllBytes(FOLDER.resolve(architecture).resolve("libbpf.so"));
        assertThat(resource.readAllBytes()).isEqualTo(content);
      }
    }
    assertThat(Jvm.classPathOf(Libbpf.class)).isEqualTo(Jvm.builtJar());
  }

  /** The names that the binding class looks up: all its constant texts that look like one. */
  private static Set<String> functionsInUse() throws IOException {
    try (var content = Libbpf.class.getResourceAsStream("Libbpf.class")) {
      var bytes = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
      return CONSTANT
          .matcher(bytes)
          .results()
          .filter(found -> found.group(2).length() == found.group(1).charAt(0))
          .map(found -> found.group(2))
          .collect(Collectors.toSet());
    }
  }

  private static String readelf(String option, String architecture) {
    var library = FOLDER.resolve(architecture).resolve("libbpf.so").toString();
    return Command.run(Requirement.program("readelf"), "--wide", option, library);
  }
}
