package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Run-time images that jlink made of few modules: what can work there works. */
@Privileged
class RuntimeImageTest {
  private static final String BASE = "java.base";

  @TempDir private static Path images;

  /** The least that a JVM can have; the least for agents; and the least for this one. */
  private static Path least;

  private static Path withoutRecorder;
  private static Path enough;

  @TempDir private Path scratch;

  @BeforeAll
  static void link() {
    least = image("least", BASE);
    withoutRecorder = image("without-recorder", BASE + ",java.instrument");
    enough = image("enough", BASE + ",java.instrument,jdk.jfr");
  }

  private static Path image(String name, String modules) {
    var home = Path.of(System.getProperty("java.home"));
    var jlink = Requirement.need(existing(home.resolve("bin/jlink")), "this JDK has no jlink");
    var image = images.resolve(name);
    var said =
        Command.run(jlink.toString(), "--add-modules", modules, "--output", image.toString(), "-G");
    assertThat(image.resolve("bin/java")).as(said).isExecutable();
    return image;
  }

  private static Optional<Path> existing(Path file) {
    return Optional.of(file).filter(Files::exists);
  }

  private Jvm command(Path image, String words) {
    return Jvm.commandLine(scratch, words.split(" ", -1)).home(image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "--help",
        "trace --help",
        "sidecar --help",
        "attach --help",
        "report --help",
        "run true",
        "run -f json --redaction default --failures true",
        "jfc",
        "doctor",
        "generate-completion"
      })
  void theCommandLineWorksWithTheLeastModules(String words) {
    var ended = command(least, words).run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err()).isNotEmpty().doesNotContain("NoClassDefFound", "\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "attach, jdk.attach",
    "attach 1, jdk.attach",
    "report x.jfr, jdk.jfr",
    "sidecar --init-address 127.0.0.1:0, jdk.httpserver"
  })
  void aCommandThatCannotWorkNamesTheModuleAndHowToGetIt(String words, String module) {
    var ended = command(least, words).run();

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines().filter(line -> line.contains(module)))
        .singleElement()
        .asString()
        .contains("is an image without the module " + module, "jlink");
    // A JVM with --add-modules for what its image lacks does not start.
    assertThat(ended.err()).doesNotContain("add --add-modules", "Exception", "\tat ");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void theDoctorNamesEachModuleThatIsMissing() {
    assertThat(command(least, "doctor").run().lines())
        .anyMatch(line -> line.matches("warn +flight recorder .*jdk\\.jfr.*jlink.*"))
        .anyMatch(line -> line.matches("warn +commands .*attach.*jdk\\.attach.*jdk\\.httpserver.*"))
        .anyMatch(line -> line.matches("(ok|warn) +tracing +works.*"));
  }

  @Test
  void theAgentRecordsInAnImageWithTheRecorder() {
    var ended = application(enough).run();

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(ended.trace().programEndingWith("recorded").origin().threadName()).isEqualTo("main");
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("kernel");
  }

  @Test
  void whereTheImageLacksTheRecorderTheImageIsToBeMadeAnew() {
    var ended = application(withoutRecorder).run();

    checkOneLine(ended);
    assertThat(ended.err()).contains("without the module jdk.jfr", "jlink");
    assertThat(ended.err()).doesNotContain("add --add-modules");
  }

  @Test
  void whereOnlyTheApplicationLacksItAFlagIsEnoughAndHelps() {
    var limit = new String[] {"--limit-modules", "java.base,java.instrument"};
    var ended = application(enough).flags(limit).run();

    checkOneLine(ended);
    assertThat(ended.err()).contains("; add --add-modules jdk.jfr");

    var mended = application(enough).flags(limit).flags("--add-modules", "jdk.jfr").run();
    assertThat(mended.err()).isEmpty();
    assertThat(mended.trace().spawns()).hasSize(1);
  }

  private Jvm application(Path image) {
    return Jvm.running(scratch, Commands.class)
        .home(image)
        .flags("-Dexit=7")
        .arguments("/bin/echo", "recorded")
        .traced();
  }

  private static void checkOneLine(Ended ended) {
    assertThat(ended.err().lines()).singleElement().asString().startsWith("exectrace: not tracing");
    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(ended.lines()).singleElement().asString().endsWith(" 0");
  }
}
