package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.JdkApi;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
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
  void itsClassesAreForTheOldestJdkAndNotOfAPreview() throws IOException {
    var versions = new TreeSet<Integer>();
    try (var jar = new ZipFile(JAR.toFile())) {
      for (var entry : jar.stream().filter(any -> any.getName().endsWith(".class")).toList()) {
        try (var in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt(); // magic
          assertThat(in.readUnsignedShort()).as("%s", entry).isNotEqualTo(0xffff); // preview
          versions.add(in.readUnsignedShort() - VERSION_OF_JAVA_1);
        }
      }
    }
    assertThat(versions.last()).isEqualTo(OLDEST);
  }
}
