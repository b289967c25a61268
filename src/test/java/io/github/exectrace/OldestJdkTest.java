package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.JdkApi;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The jar is compiled by a newer JDK than the oldest that it runs on, and against that one's
 * classes; nothing but this keeps it to what the oldest has.
 */
class OldestJdkTest {
  private static final int OLDEST = 21;

  /** Of the agent, which records starts of processes there and does not trace the kernel. */
  private static final int OLDEST_WITHOUT_KERNEL = 17;

  /** Who is not needed for that, or only called from JDK 21 on; each with all below. */
  private static final Pattern OF_KERNEL =
      Pattern.compile(
          "io/github/exectrace/(bpf|cli|features|report|ringbuf|spawn|tracer)/.*"
              + "|io/github/exectrace/recording/PreparedTracer");

  private static final Pattern COMMAND_LINE =
      Pattern.compile("io/github/exectrace/(cli|report)/.*");

  private static final int VERSION_OF_JAVA_1 = 44; // of class files
  private static final Path JAR = Path.of(System.getProperty("exectrace.jar"));

  /** What is only called where it is there. */
  private static final String CHECKED =
      "java/lang/foreign/Linker$Option.critical(Z)Ljava/lang/foreign/Linker$Option;"
          + " in io/github/exectrace/bpf/ForeignApi";

  /** Of some releases there is no JDK to be had any more; this stands for trying them. */
  @ParameterizedTest
  @ValueSource(ints = {OLDEST, 22, 23, 24})
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "it takes java.lang.classfile")
  void theJarRefersToNothingThatAnOlderJdkLacks(int release) throws IOException {
    try (var api = new JdkApi(release)) {
      assertThat(api.missing(JAR)).isEqualTo(release == OLDEST ? Set.of(CHECKED) : Set.of());
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "it takes java.lang.classfile")
  void theAgentRefersToNothingThatJava17LacksButForTheKernel() throws IOException {
    try (var api = new JdkApi(OLDEST_WITHOUT_KERNEL)) {
      assertThat(api.missing(JAR))
          .as("(on %s there are starts alone)", OLDEST_WITHOUT_KERNEL)
          .isNotEmpty()
          .allMatch(reference -> OF_KERNEL.matcher(reference.split(" in ", 2)[1]).matches());
    }
  }

  @Test
  void itsClassesAreForTheOldestJdkAndNotOfAPreview() throws IOException {
    var versions = new TreeSet<Integer>();
    try (var jar = new ZipFile(JAR.toFile())) {
      for (var entry : jar.stream().filter(any -> any.getName().endsWith(".class")).toList()) {
        try (var in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt(); // magic
          assertThat(in.readUnsignedShort()).as("%s", entry).isNotEqualTo(0xffff); // preview
          int version = in.readUnsignedShort() - VERSION_OF_JAVA_1;
          versions.add(version);
          boolean commandLine = COMMAND_LINE.matcher(entry.getName()).matches();
          assertThat(version)
              .as("%s", entry)
              .isLessThanOrEqualTo(commandLine ? OLDEST : OLDEST_WITHOUT_KERNEL);
        }
      }
    }
    assertThat(versions.last()).isEqualTo(OLDEST);
  }
}
