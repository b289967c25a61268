package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.ConstantInstruction;
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
  private static final Pattern NAME = Pattern.compile("(lib)?bpf_\\w+");

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

  /** The names that the binding class looks up: all its strings that look like one. */
  private static Set<String> functionsInUse() throws IOException {
    try (var content = Libbpf.class.getResourceAsStream("Libbpf.class")) {
      return ClassFile.of().parse(content.readAllBytes()).methods().stream()
          .filter(method -> method.methodName().equalsString("<init>"))
          .flatMap(method -> method.code().orElseThrow().elementStream())
          .filter(ConstantInstruction.class::isInstance)
          .map(element -> ((ConstantInstruction) element).constantValue())
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .filter(NAME.asMatchPredicate())
          .collect(Collectors.toSet());
    }
  }

  private static String readelf(String option, String architecture) {
    var library = FOLDER.resolve(architecture).resolve("libbpf.so").toString();
    return Command.run(Requirement.program("readelf"), "--wide", option, library);
  }
}
