package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor says whether tracing works, and names what is in the way. */
@Privileged
class DoctorTest {
  @TempDir private Path scratch;

  private Jvm doctor(String... options) {
    return Jvm.commandLine(scratch, "doctor").arguments(options);
  }

  private static void checkShape(Ended ended) {
    assertThat(ended.err()).isEmpty();
    assertThat(ended.lines()).hasSize(17).allMatch(line -> line.matches("(ok  |warn|FAIL)  \\S.*"));
  }

  @Test
  void whereTracingWorksNothingFails() {
    var ended = doctor().run();

    checkShape(ended);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).doesNotContain("FAIL").containsPattern("(ok  |warn)  tracing +works");
    // Asked of the kernel, which runs these tests and so has all.
    assertThat(ended.out()).containsPattern("ok +kernel features +all that tracing can use");
  }

  @Test
  void programsCanReadItToo() {
    var ended = doctor("--output", "json").run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.lines())
        .singleElement()
        .asString()
        .startsWith("{\"works\":true,\"checks\":[{\"name\":\"kernel release\",")
        .contains("{\"name\":\"capabilities\",\"status\":\"ok\",\"found\":\"CAP_");
  }

  @Test
  void withoutCapabilitiesTheyAreNamed() throws IOException {
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    // The built one may lie where no one but its owner can look.
    var jar = Files.copy(Jvm.builtJar(), scratch.resolve("exectrace.jar"));
    var ended =
        doctor()
            .under(
                Requirement.program("setpriv"),
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--bounding-set=-all")
            .jar(jar)
            .run();

    checkShape(ended);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.lines())
        .anyMatch(line -> line.matches("FAIL  capabilities .*CAP_BPF and CAP_PERFMON; run it as.*"))
        .anyMatch(line -> line.startsWith("warn  kernel features") && line.contains("not known"))
        .anyMatch(line -> line.startsWith("FAIL  tracing "));
  }

  @Test
  void withoutTypeInformationTheKernelOptionIsNamed() {
    var ended = doctor().under(Namespaces.hiding("/sys/kernel/btf")).run();

    checkShape(ended);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).containsPattern("FAIL  type information .*CONFIG_DEBUG_INFO_BTF");
  }
}
