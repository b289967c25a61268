package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Redeploys;
import io.github.exectrace.app.Starter;
import io.github.exectrace.app.StartsOne;
import io.github.exectrace.harness.BareRoot;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.NestedJar;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications as they are packaged and started: small images, launchers and loaders of others. */
@Privileged
class ImagesTest {
  private static final String SITE = Starter.class.getName() + ".start";
  private static final List<String> AS_NOBODY =
      List.of("/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  private static final List<String> WITH_TWO_CAPABILITIES =
      List.of("--inh-caps=+bpf,+perfmon", "--ambient-caps=+bpf,+perfmon", "--no-new-privs");

  @TempDir private Path scratch;

  /** The program's start and its exec, both by the class that asked for it. */
  private static void checkStart(Trace trace, String commandLine) {
    var spawn = trace.spawnEndingWith(commandLine);
    var exec = trace.programEndingWith(commandLine);
    assertThat(exec.pid()).isEqualTo(spawn.pid());
    assertThat(exec.origin().threadName()).isEqualTo("main");
    assertThat(exec.origin().site()).startsWith(SITE + "(");
    assertThat(spawn.stack().getFirst().method()).isEqualTo(SITE);
    assertThat(trace.exitOf(exec.pid()).origin()).isEqualTo(exec.origin());
  }

  private static void checkLedger(Trace trace) {
    var ledger = trace.lastStatistics();
    assertThat(ledger.mode()).isEqualTo("kernel");
    assertThat(ledger.reason()).isNull();
    assertThat(ledger.seen()).isEqualTo(ledger.emitted() + ledger.filtered());
    assertThat(ledger.delivered()).isEqualTo(ledger.emitted()).isPositive();
    assertThat(ledger.unattributed() + ledger.unrecorded() + ledger.hookFailures()).isZero();
  }

  private static void checkQuiet(Ended ended, int exitCode) {
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).as(ended.out()).isEqualTo(exitCode);
  }

  /** A user of no name, no shell, no home, no {@code /dev}, and nothing but /tmp to be written. */
  private Jvm inABareRoot(List<String> rights) throws IOException {
    var jdk = Path.of(System.getProperty("java.home"));
    var root =
        new BareRoot(scratch.resolve("root"), jdk, "proc", "sys", "tmp", "jdk")
            .with(Jvm.builtJar(), "app/exectrace.jar")
            .with(Path.of(CProgram.path("own_arguments")), "bin/program")
            .withLibraries(Path.of(Requirement.program("setpriv")), "bin/setpriv")
            .withClasses("app", StartsOne.class, Starter.class)
            .path();
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    var output = Files.createDirectory(scratch.resolve("output"));
    Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwxrwxrwx"));
    var setpriv = new ArrayList<>(AS_NOBODY);
    setpriv.addAll(rights);
    return Jvm.running(output, StartsOne.class.getName(), Path.of("/app"))
        .under(Namespaces.bareRoot(root, jdk, output))
        .under(setpriv.toArray(String[]::new))
        .home(Path.of("/jdk"))
        .jar(Path.of("/app/exectrace.jar"))
        .arguments("/bin/program", "one");
  }

  @Test
  void inAnImageOfAlmostNothingAUserWithTwoCapabilitiesRecordsAll() throws IOException {
    var ended = inABareRoot(WITH_TWO_CAPABILITIES).agent("recording=/tmp/trace.jfr").run();

    checkQuiet(ended, 0);
    var trace = ended.trace();
    checkStart(trace, "/bin/program one");
    checkLedger(trace);
    assertThat(trace.programEndingWith("/bin/program one").userId()).isEqualTo(65534);
  }

  @Test
  void inAnImageOfAlmostNothingAUserWithoutRightsRecordsTheJvmsSide() throws IOException {
    var ended = inABareRoot(List.of()).agent("recording=/tmp/trace.jfr,mode=java").run();

    checkQuiet(ended, 0);
    var trace = ended.trace();
    assertThat(trace.spawnEndingWith("/bin/program one").stack().getFirst().method())
        .isEqualTo(SITE);
    assertThat(trace.lastStatistics().mode()).isEqualTo("java");
    assertThat(trace.execs()).isEmpty();
  }

  /** The JVM is then in the process's first thread, and has no name of a command. */
  @Test
  void inAJvmThatAnotherProgramHasBuiltInAllIsRecorded() throws IOException {
    var java = Files.createDirectories(scratch.resolve("home/bin")).resolve("java");
    Files.copy(Path.of(CProgram.withJni("launcher")), java, StandardCopyOption.COPY_ATTRIBUTES);
    var jdk = Path.of(System.getProperty("java.home"));
    var ended =
        Jvm.running(scratch, StartsOne.class)
            .home(scratch.resolve("home"))
            .environment("LIBJVM", jdk.resolve("lib/server/libjvm.so").toString())
            .arguments("/bin/sh", "-c", "exit 7")
            .traced()
            .run();

    checkQuiet(ended, 7);
    checkStart(ended.trace(), "/bin/sh -c 'exit 7'");
    checkLedger(ended.trace());
  }

  @Test
  void inAJarOfJarsTheClassesHaveTheirNames() throws IOException {
    var jar = scratch.resolve("boot.jar");
    NestedJar.write(jar, StartsOne.class, Starter.class);
    var ended =
        Jvm.running(scratch, NestedJar.LAUNCHER, jar)
            .arguments("/bin/sh", "-c", "exit 7")
            .traced()
            .run();

    checkQuiet(ended, 7);
    checkStart(ended.trace(), "/bin/sh -c 'exit 7'");
    checkLedger(ended.trace());
    assertThat(ended.trace().spawns().getFirst().stack())
        .extracting(Trace.Frame::method)
        .contains(StartsOne.class.getName() + ".main", NestedJar.LAUNCHER + ".main");
    assertThat(report()).contains("Starter.start:");
  }

  @Test
  void ofApplicationsThatWereUnloadedTheClassesKeepTheirNames() throws IOException {
    var classes = Jvm.classPathOf(Starter.class).toString() + "/";
    var ended =
        Jvm.running(scratch, Redeploys.class).arguments(classes, "deployed-").traced().run();

    checkQuiet(ended, 0);
    assertThat(ended.lines()).contains("unloaded").doesNotContain("still there");
    for (int i = 0; i < 2; i++) {
      checkStart(ended.trace(), "/bin/echo deployed-" + i);
    }
    checkLedger(ended.trace());
    assertThat(report()).contains("Starter.start:");
  }

  private String report() throws IOException {
    var recording = scratch.resolve("trace.jfr").toString();
    var elsewhere = Files.createDirectory(scratch.resolve("report"));
    var ended = Jvm.commandLine(elsewhere, "report", recording).run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.out();
  }
}
