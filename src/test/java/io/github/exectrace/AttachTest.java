package io.github.exectrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.SpawnOnRequest;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.OlderJdk;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Running;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is loaded into running JVMs, and whoever asks for it gets the outcome. */
@Privileged
class AttachTest {
  private static final Duration LONGEST_END = Duration.ofSeconds(20);
  private static final int AT_ONCE = 8;

  @TempDir private Path scratch;
  private Path target;
  private Path command;
  private Path jar;

  @BeforeEach
  void openToAll() throws IOException {
    target = Files.createDirectory(scratch.resolve("target"));
    command = Files.createDirectory(scratch.resolve("command"));
    jar = Files.copy(Jvm.builtJar(), scratch.resolve("exectrace.jar"));
    for (var folder : new Path[] {scratch, target, command}) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    copyClass(SpawnOnRequest.class);
  }

  /** To where another user can read it. */
  private void copyClass(Class<?> type) throws IOException {
    var file = type.getName().replace('.', '/') + ".class";
    var to = scratch.resolve("classes").resolve(file);
    Files.createDirectories(to.getParent());
    Files.copy(Jvm.classPathOf(type).resolve(file), to);
  }

  private Jvm application() {
    return Jvm.running(target, SpawnOnRequest.class.getName(), scratch.resolve("classes"));
  }

  private Ended attach(Object... arguments) {
    return attachCommand(arguments).run();
  }

  private Jvm attachCommand(Object... arguments) {
    var words = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
    return Jvm.commandLine(command, "attach").jar(jar).arguments(words);
  }

  private static String[] asUnprivileged() {
    return new String[] {
      Requirement.program("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"
    };
  }

  private Trace spawnAndEnd(Running running, Path recording) throws IOException {
    Files.createFile(target.resolve("spawn"));
    running.awaitOutput("spawned ");
    Files.createFile(target.resolve("end"));
    assertThat(running.end(LONGEST_END).exitCode()).isZero();
    return Trace.read(recording);
  }

  private void checkRefused(Ended ended, int exitCode, String... said) {
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("exectrace: ").contains(said);
  }

  @Test
  void startsAreTracedFromThenOn() throws IOException {
    try (var running = application().start()) {
      running.awaitLine("ready");
      var ended = attach(running.pid(), "recording=late.jfr");

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.lines())
          .containsExactly(
              "process "
                  + running.pid()
                  + ": recording into "
                  + target.resolve("late.jfr")
                  + " until that JVM ends; tracing the kernel, scope jvm");
      var trace = spawnAndEnd(running, target.resolve("late.jfr"));
      assertThat(trace.spawns()).hasSize(1);
      assertThat(trace.programs())
          .singleElement()
          .extracting(Exec::commandLine)
          .isEqualTo("/bin/echo requested");
    }
  }

  @Test
  void aWrongOptionIsRefusedAndARightOneStillWorks() throws IOException {
    try (var running = application().start()) {
      running.awaitLine("ready");

      checkRefused(attach(running.pid(), "recordng=x"), 2, "did you mean 'recording'?");
      checkRefused(attach(running.pid(), "recording=/no/such/x.jfr"), 1, "there is no directory");
      assertThat(attach(running.pid(), "recording=late.jfr").exitCode()).isZero();
      assertThat(spawnAndEnd(running, target.resolve("late.jfr")).spawns()).hasSize(1);
    }
  }

  @Test
  void attachedAgainItStartsOneMoreRecordingAndNothingElse() throws IOException {
    try (var running = application().start()) {
      running.awaitLine("ready");
      assertThat(attach(running.pid(), "recording=one.jfr").exitCode()).isZero();
      var again = attach(running.pid(), "recording=two.jfr");
      assertThat(again.lines()).singleElement().asString().contains("now also recording into");

      checkRefused(
          attach(running.pid(), "scope=system"), 1, "already started", "scope=system", "no effect");
      spawnAndEnd(running, target.resolve("one.jfr"));
      for (var file : new String[] {"one.jfr", "two.jfr"}) {
        var trace = Trace.read(target.resolve(file));
        assertThat(trace.spawns()).hasSize(1);
        assertThat(trace.programs()).hasSize(1);
      }
    }
  }

  @Test
  void ofSeveralAtOnceEachGetsItsOwnAnswer() throws Exception {
    try (var running = application().start()) {
      running.awaitLine("ready");
      var asked = new ArrayList<Process>();
      for (int i = 0; i < AT_ONCE; i++) {
        // Every second one goes wrong.
        var option = i % 2 == 0 ? "recording=" + i + ".jfr" : "recording=/no/such/" + i + ".jfr";
        asked.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-jar",
                    jar.toString(),
                    "attach",
                    Long.toString(running.pid()),
                    option)
                .redirectErrorStream(true)
                .start());
      }
      for (int i = 0; i < AT_ONCE; i++) {
        var answer = new String(asked.get(i).getInputStream().readAllBytes(), UTF_8);
        assertThat(answer).contains("/" + i + ".jfr");
        assertThat(asked.get(i).waitFor()).as(answer).isEqualTo(i % 2);
      }
    }
  }

  @Test
  void whatAHostileJvmCallsItselfDoesNotReachTheTerminal() throws IOException {
    var forged = "\u001b[2Jx\n4711  \u202eevil\u3164";
    try (var running = application().arguments(forged).start()) {
      running.awaitLine("ready");

      var listed = attach();
      assertPlain(listed.out());
      assertThat(listed.lines())
          .anyMatch(line -> line.contains("\\x1b[2Jx\\n4711  \\u202eevil\\u3164"));
    }
    for (var property : new String[] {"java.specification.version", "exectrace.status"}) {
      try (var running = application().flags("-D" + property + "=25" + forged).start()) {
        running.awaitLine("ready");

        var refused = attach(running.pid(), "scope=" + forged);
        assertThat(refused.exitCode()).isPositive();
        assertThat(refused.err().lines()).hasSize(1);
        assertPlain(refused.err());
      }
    }
  }

  @Test
  void theNameOfAProcessThatIsNoJvmIsShownAsText() throws Exception {
    var program = Files.copy(Path.of("/bin/sleep"), scratch.resolve("\u001b[2J\nx\u202e!"));
    var process = new ProcessBuilder(program.toString(), "60").start();
    try {
      var refused = attach(process.pid());

      assertThat(refused.err().lines()).hasSize(1);
      assertThat(refused.err()).contains("is no JVM but \\x1b[2J\\nx\\u202e!;");
      assertPlain(refused.err());
    } finally {
      process.destroyForcibly();
    }
  }

  private static void assertPlain(String printed) {
    assertThat(printed).matches("[ -~\n]*");
  }

  @Test
  void rootReachesTheJvmOfAnotherUser() throws IOException {
    try (var running = application().under(asUnprivileged()).start()) {
      running.awaitLine("ready");
      var ended = attach(running.pid(), "recording=late.jfr");

      // Which has no right to trace the kernel, and says so.
      assertThat(ended.lines())
          .singleElement()
          .asString()
          .contains("recording only what that JVM starts itself", "CAP_BPF");
      assertThat(spawnAndEnd(running, target.resolve("late.jfr")).spawns()).hasSize(1);
    }
  }

  @Test
  void aJarThatTheOtherUserCannotReadIsNamed() throws IOException {
    try (var running = application().under(asUnprivileged()).start()) {
      running.awaitLine("ready");
      Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));

      checkRefused(attach(running.pid()), 1, "user 65534, who may not read " + jar);
    }
  }

  @Test
  void nobodyDoesNotReachTheJvmOfRoot() {
    try (var running = application().start()) {
      running.awaitLine("ready");

      checkRefused(
          attachCommand(running.pid()).under(asUnprivileged()).run(),
          1,
          "process " + running.pid() + " runs as user 0",
          "as root");
    }
  }

  @Test
  void aProcessThatIsNoJvmOrIsNotThereIsNotTouched() throws IOException {
    var process = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      checkRefused(attach(process.pid()), 1, "is no JVM but sleep");
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
    checkRefused(attach(Integer.MAX_VALUE), 1, "there is no process " + Integer.MAX_VALUE);
    assertThat(attach("x").exitCode()).isEqualTo(2);
  }

  @Test
  void aJvmThatForbidsItHasASentenceOfItsOwn() {
    try (var running = application().flags("-XX:+DisableAttachMechanism").start()) {
      running.awaitLine("ready");
      checkRefused(attach(running.pid()), 1, "-XX:+DisableAttachMechanism");
    }
    try (var running = application().flags("-XX:-EnableDynamicAgentLoading").start()) {
      running.awaitLine("ready");
      checkRefused(attach(running.pid()), 1, "-XX:-EnableDynamicAgentLoading");
    }
  }

  @Test
  void aJvmOfJava17RecordsItsOwnStarts() throws IOException {
    OlderJdk.compile(
        scratch,
        "Old",
        "public class Old { public static void main(String[] a) throws Exception {"
            + " System.out.println(\"ready\"); System.in.read();"
            + " new ProcessBuilder(\"true\").start().waitFor(); } }");
    var old = Jvm.running(target, "Old", scratch).home(OlderJdk.java17());
    try (var running = old.start()) {
      running.awaitLine("ready");

      var ended = attach(running.pid(), "recording=" + old.recording());

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.out())
          .contains("recording only what that JVM starts itself: this is Java 17");
      running.endInput();
      assertThat(running.end(LONGEST_END).exitCode()).isZero();
    }
    assertThat(RecordingFile.readAllEvents(old.recording()))
        .extracting(event -> event.getEventType().getName())
        .contains("exectrace.ProcessSpawn");
  }

  /** There is hardly an older JVM to be had; this is how one looks to the agent. */
  @Test
  void anOlderJvmIsNamedAndGetsNoAgent() throws IOException {
    OlderJdk.compile(
        scratch,
        "Old",
        "public class Old { public static void main(String[] a) throws Exception {"
            + " System.setProperty(\"java.specification.version\", \"11\");"
            + " System.out.println(\"ready\"); System.in.read(); } }");
    var needed = "is Java 11, and Java 17 or later is needed";
    var old = Jvm.running(target, "Old", scratch).flags("-XX:+EnableDynamicAgentLoading");
    try (var running = old.start()) {
      running.awaitLine("ready");

      checkRefused(attach(running.pid()), 1, needed);

      assertThat(loadByJcmd(running, "")).contains("return code: 0");
      running.awaitError("exectrace: not tracing: this " + needed);
      running.endInput();
      assertThat(running.end(LONGEST_END).exitCode()).isZero();
    }
  }

  @Test
  void theJvmOfAnotherPidNamespaceIsReached() throws IOException {
    var unshare = new String[] {Requirement.program("unshare"), "--pid", "--fork", "--mount-proc"};
    try (var running = application().under(unshare).start()) {
      running.awaitLine("ready");
      long pid = ProcessHandle.of(running.pid()).orElseThrow().children().findFirst().get().pid();
      var ended = attach(pid, "recording=late.jfr");

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(spawnAndEnd(running, target.resolve("late.jfr")).spawns()).hasSize(1);
    }
  }

  @Test
  void aJvmThatSeesAnotherFileSystemIsNamed() throws IOException {
    checkOtherFileSystem("mount -t tmpfs nodev $0");
  }

  /** Its owner may have planted something else, perhaps of the same size. */
  @Test
  void aJarThatOnlyLooksTheSameIsNotLoaded() throws IOException {
    checkOtherFileSystem(
        "size=$(stat -c %s $0/exectrace.jar) && cp $0/exectrace.jar /tmp/$$ && mount -t tmpfs nodev"
            + " $0 && mv /tmp/$$ $0/exectrace.jar"
            + " && printf x | dd of=$0/exectrace.jar bs=1 seek=$((size / 2)) conv=notrunc"
            + " && [ $(stat -c %s $0/exectrace.jar) = $size ]");
  }

  private void checkOtherFileSystem(String change) throws IOException {
    var folder = Files.createDirectory(scratch.resolve("hidden"));
    jar = Files.copy(jar, folder.resolve("exectrace.jar"));
    var hidden =
        new String[] {
          Requirement.program("unshare"),
          "--mount",
          "sh",
          "-c",
          change + " && exec \"$@\"",
          folder.toString()
        };
    try (var running = application().under(hidden).start()) {
      running.awaitLine("ready");
      var ended = attach(running.pid());
      checkRefused(ended, 1, "sees another file system", jar.toString(), "only root can write");
      // Anybody can put something there.
      assertThat(ended.err()).doesNotContain("to /tmp", "from /tmp");
    }
  }

  @Test
  void aThreadOfTheKernelIsNamedAsSuch() throws IOException {
    var kernel = Requirement.need(kernelThread(), "this pid namespace has no kernel threads");

    checkRefused(attach(kernel.getFileName()), 1, "a thread of the kernel; attaching would end it");
  }

  private static Optional<Path> kernelThread() throws IOException {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        if (Command.run("cat", process + "/stat").contains(" (kthreadd) ")) {
          return Optional.of(process);
        }
      }
      return Optional.empty();
    }
  }

  @Test
  void initIsNamedAsSuch() {
    var inNamespace =
        new String[] {
          Requirement.program("unshare"),
          "--pid",
          "--fork",
          "--mount-proc",
          "sh",
          "-c",
          "\"$@\"; exit $?",
          "sh"
        };
    checkRefused(
        attachCommand(1).under(inNamespace).run(), 1, "1 is no JVM but sh, the init process");
  }

  @Test
  void rootIsNotAdvisedToBecomeRoot() {
    try (var running = application().under(asUnprivileged()).start()) {
      running.awaitLine("ready");
      var ended =
          attachCommand(running.pid())
              .under(Requirement.program("setpriv"), "--bounding-set=-sys_ptrace")
              .run();

      checkRefused(ended, 1, "(java) cannot be looked at", "without CAP_SYS_PTRACE");
      assertThat(ended.err()).doesNotContain("as root");
    }
  }

  private String loadByJcmd(Running running, String options) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
    return Command.run(
        jcmd,
        Long.toString(running.pid()),
        "JVMTI.agent_load",
        jar.toString(),
        '"' + options + '"');
  }

  @Test
  void jcmdLoadsItToo() throws IOException {
    try (var running = application().start()) {
      running.awaitLine("ready");

      assertThat(loadByJcmd(running, "recording=late.jfr")).contains("return code: 0");
      assertThat(spawnAndEnd(running, target.resolve("late.jfr")).programs()).hasSize(1);
    }
  }

  @Test
  void withoutAPidTheJvmsAreListed() {
    try (var running = application().start()) {
      running.awaitLine("ready");

      assertThat(attach().lines())
          .anyMatch(
              line -> line.strip().equals(running.pid() + "  " + SpawnOnRequest.class.getName()));
    }
  }
}
