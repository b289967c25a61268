package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.StringConstants;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The libbpf that ships has what is asked of it, and runs on a machine that has nothing. */
class LibbpfTest {
  private static final Path FOLDER = Path.of(System.getProperty("exectrace.bpf"), "libbpf");
  private static final Version GLIBC = Version.parse("2.17");
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

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void itNeedsNothingNewerThanGlibc217(String architecture) {
    var versions =
        Pattern.compile("Name: GLIBC_(\\d+)\\.(\\d+)")
            .matcher(readelf("--version-info", architecture))
            .results()
            .map(version -> Version.parse(version.group(1) + "." + version.group(2)));

    assertThat(versions).isNotEmpty().allMatch(version -> version.compareTo(GLIBC) <= 0);
  }

  /** No JVM for musl is at hand, so a small program does what the agent would do there. */
  @Test
  @Privileged
  void onMuslItLoadsTheKernelProgramThatThenSeesAnExec() {
    var library = FOLDER.resolve(Jvm.machine()).resolve("libbpf.so").toString();
    var object = FOLDER.resolveSibling("prebuilt").resolve("exectrace.bpf.o").toString();
    var program = CProgram.withMusl("musl_loads");

    assertThat(Command.run(Requirement.program("readelf"), "--program-headers", program))
        .contains("interpreter: /lib/ld-musl-");
    assertThat(Command.run(program, library, object).strip())
        .matches("v1\\.\\d+: 1 seen, 1 recorded");
  }

  /** What the agent itself calls of the C library, and glibc has, musl has as well. */
  @Test
  void theAgentCallsNothingThatMuslLacks() throws IOException {
    var ofMusl = functionsOf("/lib/ld-musl-%s.so.1".formatted(Jvm.machine()));
    var ofGlibc = functionsOf(Requirement.need(libc(), "no libc.so.6 is mapped here"));
    var inUse = new HashSet<>(stringsOf("Libc.class"));
    inUse.addAll(stringsOf("DynamicLoader.class"));
    inUse.addAll(stringsOf("SignalAction.class"));
    inUse.retainAll(ofGlibc);

    assertThat(inUse).hasSizeGreaterThan(20).isSubsetOf(ofMusl);
  }

  private static Optional<String> libc() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .map(line -> line.substring(Math.max(0, line.indexOf('/'))))
        .filter(path -> path.endsWith("/libc.so.6"))
        .findFirst();
  }

  private static Set<String> functionsOf(String library) {
    Requirement.need(
        Optional.of(library).filter(path -> Files.exists(Path.of(path))),
        library + " is not installed");
    return Pattern.compile(" (\\w+)(@@\\S+)?$", Pattern.MULTILINE)
        .matcher(Command.run(Requirement.program("nm"), "-D", "--defined-only", library))
        .results()
        .map(symbol -> symbol.group(1))
        .collect(Collectors.toSet());
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
    return stringsOf("Libbpf.class").stream()
        .filter(NAME.asMatchPredicate())
        .collect(Collectors.toSet());
  }

  private static Set<String> stringsOf(String classFile) throws IOException {
    try (var content = Libbpf.class.getResourceAsStream(classFile)) {
      return StringConstants.of(content);
    }
  }

  private static String readelf(String option, String architecture) {
    var library = FOLDER.resolve(architecture).resolve("libbpf.so").toString();
    return Command.run(Requirement.program("readelf"), "--wide", option, library);
  }
}
