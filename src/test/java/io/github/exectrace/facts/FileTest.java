package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.Errno;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.KernelPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What file was executed, whichever way it was named. */
@Privileged
@ExtendWith(Watching.class)
class FileTest {
  @TempDir private Path scratch;

  private Path program() throws IOException {
    return Files.copy(
        Path.of(CProgram.path("own_arguments")), scratch.toRealPath().resolve("program"));
  }

  private String script(String name, String content) throws IOException {
    var file = Files.writeString(scratch.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  @Test
  void aFileIsNamedAsItWasGivenToTheKernel(Watch watch) throws IOException {
    program();
    watch.run(scratch, "/bin/sh", "-c", "exec ./program");

    var exec = watch.exec("./program");
    assertThat(exec.interpreter()).isEmpty();
    assertThat(exec.file()).isEmpty();
    assertThat(exec.workingDirectory().path().text()).isEqualTo(scratch.toRealPath().toString());
  }

  @Test
  void eachTryAlongThePathIsReported(Watch watch) throws IOException {
    watch.run("/usr/bin/env", "PATH=/no/such/folder:/bin", "true");

    assertThat(watch.failure("/no/such/folder/true").errno()).isEqualTo(Errno.ENOENT.number());
    assertThat(watch.exec("/bin/true").arguments().toCommandLine()).isEqualTo("true");
  }

  @Test
  void aScriptNamesItsInterpreter(Watch watch) throws IOException {
    var script = script("script", "#!/bin/sh -e\n");
    watch.run(script, "argument");

    var exec = watch.exec(script);
    assertThat(exec.interpreter()).contains(ByteString.of("/bin/sh"));
    assertThat(Watch.texts(exec.arguments())).containsExactly("/bin/sh", "-e", script, "argument");
  }

  @Test
  void aScriptWithoutInterpreterIsRefusedByTheKernelAndRunByTheShell(Watch watch)
      throws IOException {
    var script = script("plain", "/bin/echo done\n");
    var finished = watch.run("/usr/bin/env", script);

    assertThat(finished.text()).isEqualTo("done\n");
    assertThat(watch.failure(script).errno()).isEqualTo(Errno.ENOEXEC.number());
    var shell = watch.exec("/bin/sh");
    assertThat(Watch.texts(shell.arguments())).containsExactly("/bin/sh", script);
    assertThat(shell.interpreter()).isEmpty();
    assertThat(shell.head().pid()).isEqualTo(finished.pid());
  }

  @Test
  void aDescriptorIsResolvedToItsFile(Watch watch) throws IOException {
    var program = program();
    var finished = watch.run(byDescriptor("fexecve", program));

    var exec = watch.exec("/dev/fd/" + finished.numbers()[0]);
    assertThat(exec.file()).contains(KernelPath.of(program.toString()));
    assertThat(Watch.texts(exec.arguments())).containsExactly(program.toString(), "argument");
  }

  @Test
  void aFileBelowADescriptorIsResolved(Watch watch) throws IOException {
    var program = program();
    var finished = watch.run(byDescriptor("execveat", program));

    var exec = watch.exec("/dev/fd/" + finished.numbers()[0] + "/program");
    assertThat(exec.file()).contains(KernelPath.of(program.toString()));
  }

  @Test
  void aFileThatIsInMemoryOnlyIsNamed(Watch watch) throws IOException {
    var finished = watch.run(byDescriptor("memfd", program()));

    var exec = watch.exec("/dev/fd/" + finished.numbers()[0]);
    assertThat(exec.file()).contains(KernelPath.of("/memfd:in memory"));
  }

  @Test
  void aFileThatIsInMemoryOnlyIsNamedWhenReachedThroughProc(Watch watch) throws IOException {
    var finished = watch.run(byDescriptor("proc", program()));

    var exec = watch.exec("/proc/self/fd/" + finished.numbers()[0]);
    assertThat(exec.file()).contains(KernelPath.of("/memfd:in memory"));
  }

  @Test
  void aFileThatIsDeletedIsNamedAndSaidToBe(Watch watch) throws IOException {
    var program = program();
    var finished = watch.run(byDescriptor("deleted", program));

    var exec = watch.exec("/dev/fd/" + finished.numbers()[0]);
    assertThat(exec.file()).contains(new KernelPath(ByteString.of(program), true, false));
  }

  @Test
  void aScriptInMemoryIsNamed(Watch watch) throws IOException {
    var script = Path.of(script("script", "#!/bin/sh\nexit 7\n"));
    var finished = watch.run(byDescriptor("script", script));

    var exec = watch.exec("/dev/fd/" + finished.numbers()[0]);
    assertThat(exec.file()).contains(KernelPath.of("/memfd:in memory"));
    assertThat(exec.interpreter()).contains(ByteString.of("/bin/sh"));
    assertThat(finished.exitCode()).isEqualTo(7);
  }

  @Test
  void aScriptInMemoryIsNamedWhenReachedThroughProc(Watch watch) throws IOException {
    var script = Path.of(script("script", "#!/bin/sh\n"));
    var finished = watch.run(byDescriptor("scripted", script));

    var exec = watch.exec("/proc/self/fd/" + finished.numbers()[0]);
    assertThat(exec.file()).contains(KernelPath.of("/memfd:in memory"));
  }

  @Test
  void aScriptBelowADescriptorIsResolved(Watch watch) throws IOException {
    var script = Path.of(script("script", "#!/bin/sh\n"));
    var finished = watch.run(byDescriptor("execveat", script));

    var exec = watch.exec("/dev/fd/" + finished.numbers()[0] + "/script");
    assertThat(exec.file()).contains(KernelPath.of(script.toRealPath().toString()));
  }

  private static String[] byDescriptor(String how, Path program) {
    return new String[] {CProgram.path("exec_by_descriptor"), how, program.toString(), "argument"};
  }
}
