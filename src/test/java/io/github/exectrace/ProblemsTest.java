package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.exectrace.app.Commands;
import io.github.exectrace.app.OpensFiles;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong, one line says so, and the application runs to its normal end. */
class ProblemsTest {
  private static final int EXIT_CODE = 7;

  @TempDir private Path scratch;

  private Jvm jvm() {
    return Jvm.running(scratch, Commands.class)
        .flags("-Dexit=" + EXIT_CODE)
        .arguments("sh", "-c", "exit 5");
  }

  private static void checkOneLine(Ended ended, String... parts) {
    assertThat(ended.err().lines()).singleElement().asString().startsWith("exectrace: ");
    assertThat(ended.err()).contains(parts);
    assertThat(ended.exitCode()).isEqualTo(EXIT_CODE);
    assertThat(ended.lines()).singleElement().asString().endsWith(" 5");
  }

  static Stream<Arguments> wrongOptions() {
    return Stream.of(
        arguments("recordin=x.jfr", "unknown option 'recordin'; did you mean 'recording'?"),
        arguments("scope=jmv", "unknown value 'jmv' of the option 'scope'; did you mean 'jvm'?"),
        arguments("mode=kernal", "did you mean 'kernel'?"),
        arguments("recording", "the option 'recording' needs a value"),
        arguments("scope=", "the option 'scope' needs a value"),
        arguments("quiet=yes", "the option 'quiet' takes no value"),
        arguments("args=full,args=none", "the option 'args' is given twice"),
        arguments("argbytes=many", "takes a number of bytes"),
        arguments("argbytes=65537", "0 to 65536"),
        arguments("ring=100000", "power of two"),
        arguments("ring=99999999999999999999", "takes a number of bytes"),
        arguments("\u001b[2J\nexectrace: traced\u202e=1", "'\\x1b[2J\\nexectrace: traced\\u202e'"),
        arguments("scope=a\\nb\nc\u3164", "'a\\\\nb\\nc\\u3164'"),
        arguments("args=\r\u0085", "'\\r\\x85'"),
        arguments("ring=\u2028\u00a0", "'\\u2028\\xa0'"),
        arguments("redact=(\u001b[2J", "\\x1b[2J"));
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void aWrongOptionIsNamed(String options, String complaint) {
    checkOneLine(jvm().agent(options).run(), "not tracing", complaint);
  }

  @ParameterizedTest
  @MethodSource("wrongRecordings")
  void aRecordingThatCannotBeWrittenIsNamed(String path) {
    checkOneLine(jvm().agent("recording=" + path).run(), "not recording", path);
  }

  static Stream<String> wrongRecordings() {
    return Stream.of("no/such/folder/trace.jfr", "/proc/trace.jfr", "/tmp");
  }

  @Privileged
  @Test
  void theAgentGivenTwiceStartsOnce() {
    var ended = jvm().traced().agent("scope=system").run();

    checkOneLine(ended, "already started", "scope=system");
    assertThat(ended.trace().spawns()).hasSize(1);
    assertThat(ended.trace().programs()).hasSize(1);
  }

  @Privileged
  @Test
  void aLibbpfThatIsNotThereIsNamed() {
    var ended = jvm().traced("lib=/no/such/libbpf.so").run();

    checkOneLine(ended, "/no/such/libbpf.so", "leave the option out");
    assertThat(ended.trace().spawns()).hasSize(1);
  }

  @Privileged
  @Test
  void aLibbpfThatIsNoLibraryIsNamed() throws IOException {
    var text = Files.writeString(scratch.resolve("libbpf.so"), "not a library");
    var ended = jvm().traced("lib=" + text).run();

    checkOneLine(ended, text.toString(), "libbpf 1.0 or later");
    assertThat(ended.trace().spawns()).hasSize(1);
  }

  @Privileged
  @Test
  void anotherLibraryThanLibbpfIsNamed() {
    var other = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
    var ended = jvm().traced("lib=" + other).run();

    checkOneLine(ended, other.toString(), "libbpf 1.0 or later");
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("java");
  }

  private Ended opensFiles(String run, int limit) throws IOException {
    return Jvm.running(Files.createDirectory(scratch.resolve(run)), OpensFiles.class)
        .under("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh")
        .traced("failures=all")
        .run();
  }

  /** The JVM itself has about a dozen files open, and tracing, while it begins, 40. */
  @Privileged
  @ParameterizedTest
  @ValueSource(ints = {40, 56, 72, 88, 120})
  void anApplicationIsLeftDescriptorsOfItsOwn(int limit) throws IOException {
    var ended = opensFiles("jvm", limit);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(Integer.parseInt(ended.out().strip())).isGreaterThan(16);
    if (limit == 40) {
      assertThat(ended.err()).contains("leaves at least 16 to the application");
    }
    boolean traced = ended.trace().lastStatistics().mode().equals("kernel");
    assertThat(traced).isEqualTo(limit > 100 || ended.err().isEmpty());
    if (!traced) {
      assertThat(ended.err().lines()).singleElement().asString().contains("ulimit -n");
    }
  }

  /** As many as the line says that tracing wants, whatever else the JVM opens meanwhile. */
  @Privileged
  @Test
  void tracingTakesNoMoreDescriptorsThanItSays() throws IOException {
    var refused = opensFiles("refused", 40);
    var said =
        Pattern.compile(" (\\d+) are, and tracing takes (\\d+) .* leaves at least (\\d+) ")
            .matcher(refused.err());
    assertThat(said.find()).as(refused.err()).isTrue();
    int wanted = IntStream.rangeClosed(1, 3).map(i -> Integer.parseInt(said.group(i))).sum();

    var ended = opensFiles("traced", wanted + 2);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.trace().lastStatistics().mode()).isEqualTo("kernel");
    assertThat(Integer.parseInt(ended.out().strip())).isGreaterThan(32);
  }

  @Privileged
  @Test
  void quietSaysNothing() {
    var ended = jvm().traced("lib=/no/such/libbpf.so", "quiet").run();

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(EXIT_CODE);
  }

  @Privileged
  @Test
  void modeKernelRecordsNothingWhereTheKernelCannotBeTraced() {
    var ended = jvm().traced("lib=/no/such/libbpf.so", "mode=kernel").run();

    checkOneLine(ended, "not tracing");
    assertThat(ended.trace().spawns()).isEmpty();
  }

  @Privileged
  @Test
  void withoutRightsTheJvmsOwnStartsAreRecorded() throws IOException {
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    // The built ones may lie where no one but their owner can look.
    var jar = Files.copy(Jvm.builtJar(), scratch.resolve("exectrace.jar"));
    Command.run("cp", "-r", Jvm.classPathOf(Commands.class).toString(), scratch + "/classes");
    String[] asUnprivileged = {
      Requirement.program("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"
    };
    var ended =
        jvm().under(asUnprivileged).jar(jar).classes(scratch.resolve("classes")).traced().run();

    checkOneLine(ended, "CAP_BPF", "run it as root");
    checkRecordedByJvmAlone(ended);
  }

  @Privileged
  @Test
  void withoutTypeInformationTheJvmsOwnStartsAreRecorded() {
    var ended = jvm().under(Namespaces.hiding("/sys/kernel/btf")).traced().run();

    checkOneLine(ended, "/sys/kernel/btf/vmlinux", "CONFIG_DEBUG_INFO_BTF");
    checkRecordedByJvmAlone(ended);
  }

  private static void checkRecordedByJvmAlone(Ended ended) {
    var trace = ended.trace();
    var spawn = trace.spawns().getFirst();
    assertThat(trace.spawns()).hasSize(1);
    assertThat(spawn.succeeded()).isTrue();
    assertThat(spawn.stack().getFirst().method()).isEqualTo(Commands.class.getName() + ".start");
    assertThat(ended.lines()).containsExactly(spawn.pid() + " 5");
    assertThat(trace.execs()).isEmpty();
    assertThat(trace.lastStatistics().mode()).isEqualTo("java");
    assertThat(trace.lastStatistics().state()).isEqualTo("FAILED");
    assertThat(trace.lastStatistics().reason()).isNotBlank();
  }

  @Test
  void aJvmWithoutTheRecorderRunsWithoutIt() {
    var ended =
        jvm().flags("--limit-modules", "java.base,java.instrument").agent("recording=x.jfr").run();

    checkOneLine(ended, "jdk.jfr", "; add --add-modules jdk.jfr");
  }
}
