package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options that name files: whatever lies there, the application starts, runs and ends as ever, and
 * a sentence says what is wrong.
 */
@Privileged
class OptionFilesTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int EXIT_CODE = 7;

  @TempDir private Path scratch;

  @BeforeEach
  void makeFiles() throws IOException {
    Command.run(Requirement.program("mkfifo"), scratch + "/pipe");
    Files.createSymbolicLink(scratch.resolve("to-pipe"), Path.of("pipe"));
    Files.createSymbolicLink(scratch.resolve("to-nothing"), Path.of("nothing/at/all"));
    Files.createSymbolicLink(scratch.resolve("loop"), Path.of("loop"));
    Files.createDirectory(scratch.resolve("folder"));
    Files.write(scratch.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 'x'});
    try (var huge = new RandomAccessFile(scratch.resolve("huge").toFile(), "rw")) {
      huge.setLength(8L << 30);
    }
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        arguments("pipe", "is a named pipe"),
        arguments("to-pipe", "is a named pipe"),
        arguments("/dev/zero", "is a device"),
        arguments("/dev/null", "is a device"),
        arguments("folder", "is a directory"),
        arguments("huge", "is larger than"),
        arguments("/proc/kmsg", "one of the kernel's own files"),
        arguments("/proc/self/mem", "one of the kernel's own files"),
        arguments("/sys/kernel/btf/vmlinux", "one of the kernel's own files"),
        arguments("to-nothing", "does not exist"),
        arguments("loop", "Too many levels of symbolic links"),
        arguments("x".repeat(300), "File name too long"));
  }

  private Jvm jvm(String... options) {
    return Jvm.running(scratch, Commands.class)
        .flags("-Dexit=" + EXIT_CODE)
        .arguments("sh", "-c", "exit 5")
        .traced(options);
  }

  private static void checkOneLine(Ended ended, String... parts) {
    assertThat(ended.err().lines()).singleElement().asString().startsWith("exectrace: ");
    assertThat(ended.err()).contains(parts).doesNotContain("Exception");
    assertThat(ended.exitCode()).isEqualTo(EXIT_CODE);
    assertThat(ended.lines()).singleElement().asString().endsWith(" 5");
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void patternsAreReadFromRegularFilesAlone(String file, String complaint) {
    checkOneLine(jvm("redact=@" + file).run(LONGEST), "not tracing: ", file, complaint);
  }

  @Test
  void patternsThatAreNoTextAreNamed() {
    checkOneLine(jvm("redact=@binary").run(LONGEST), "binary is not in UTF-8");
    checkOneLine(jvm("redact=@").run(LONGEST), "there is no file name behind the @");
  }

  /** As Kubernetes lays files of configuration out. */
  @Test
  void aLinkToARegularFileIsFine() throws IOException {
    Files.writeString(scratch.resolve("patterns"), "# the application's\n\ncust-\\d+\n");
    Files.createSymbolicLink(scratch.resolve("link"), Path.of("patterns"));
    var ended = jvm("redact=@link").arguments("cust-4711").run(LONGEST);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.trace().spawns().getFirst().commandLine()).isEqualTo("sh -c 'exit 5' '***'");
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void aLibbpfIsLoadedFromARegularFileAlone(String file, String complaint) {
    var ended = jvm("lib=" + file).run(LONGEST);

    checkOneLine(ended, "loading libbpf from " + file + " failed: it ", complaint);
    assertThat(ended.trace().spawns()).hasSize(1);
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("java");
  }

  /** Touching what is not there would end the JVM. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.3, 0.6, 0.9})
  void aLibbpfThatIsCutOffIsNotLoaded(double part) throws IOException {
    var whole = libbpf();
    var cut = Arrays.copyOf(whole, (int) (whole.length * part));
    Files.write(scratch.resolve("cut.so"), cut);

    checkOneLine(jvm("lib=cut.so").run(LONGEST), "loading libbpf from cut.so failed");
  }

  @Test
  void aWholeLibbpfIsLoadedThroughALink() throws IOException {
    Files.write(scratch.resolve("libbpf.so.1"), libbpf());
    Files.createSymbolicLink(scratch.resolve("libbpf.so"), Path.of("libbpf.so.1"));
    var ended = jvm("lib=libbpf.so").run(LONGEST);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("kernel");
  }

  private static byte[] libbpf() throws IOException {
    var name = "io/github/exectrace/bpf/" + Jvm.machine() + "/libbpf.so";
    try (var jar = new JarFile(Jvm.builtJar().toFile());
        var content = jar.getInputStream(jar.getEntry(name))) {
      return content.readAllBytes();
    }
  }

  static Stream<String> unfitForARecording() {
    return Stream.of("pipe", "to-pipe", "/dev/zero", "/dev/null", "/dev/full", "folder", "loop");
  }

  @ParameterizedTest
  @MethodSource("unfitForARecording")
  void recordingsAreMadeInRegularFilesAlone(String file) {
    checkOneLine(jvm().agent("recording=" + file).run(LONGEST), "", file);
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void theCommandLineReadsRegularFilesAlone(String file, String complaint) {
    var ended = command("run", "--redaction", "@" + file, "true").run(LONGEST);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).startsWith("exectrace: ").contains(file, complaint);
  }

  @Test
  void whatStandsBehindAnAtSignIsNotReadAsArguments() throws IOException {
    Files.writeString(scratch.resolve("words"), "-n unexpected");
    var ended = command("run", "--redact", "@words", "echo", "@words").run(LONGEST);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("@words\n");
  }

  private Jvm command(String... words) {
    return Jvm.commandLine(scratch, words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "jfc"})
  void theCommandLineWritesIntoWhateverAShellWould(String command) throws Exception {
    var words = Stream.of(command, "-o", "pipe", command.equals("run") ? "true" : "");
    var reader =
        new ProcessBuilder("cat", "pipe").directory(scratch.toFile()).redirectErrorStream(true);
    var cat = reader.start();
    var ended = command(words.filter(word -> !word.isEmpty()).toArray(String[]::new)).run(LONGEST);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isNotEmpty();
  }

  @Test
  void whereItsReportCannotGoACommandIsNotRun() {
    var ended = command("run", "-o", "no/such/report", "touch", "was-run").run(LONGEST);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("no/such/report cannot be written: there is no directory");
    assertThat(scratch.resolve("was-run")).doesNotExist();

    var full = command("run", "-o", "/dev/full", "true").run(LONGEST);
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err()).contains("writing into /dev/full failed: No space left on device");
  }
}
