package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.KernelPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The working directory is the one that the program itself finds. */
@Privileged
@ExtendWith(Watching.class)
class WorkingDirectoryTest {
  private static final String PWD = "/bin/pwd";
  private static final int MOST_NAMES = 40; // PATH_DEPTH of exectrace.h

  @TempDir private Path scratch;

  /** Runs a shell script that executes pwd, and checks what that prints against the record. */
  private void check(Watch watch, String expected, String script) throws IOException {
    var finished = watch.run(scratch, "/bin/sh", "-c", script + " && exec " + PWD);

    assertThat(finished.text()).isEqualTo(expected + "\n");
    assertThat(watch.exec(PWD).workingDirectory()).isEqualTo(KernelPath.of(expected));
  }

  private String real(String below) throws IOException {
    return scratch.toRealPath().resolve(below).toString();
  }

  @Test
  void aFolderIsReportedByItsRealPath(Watch watch) throws IOException {
    Files.createDirectories(scratch.resolve("a folder/below"));
    Files.createSymbolicLink(scratch.resolve("link"), scratch.resolve("a folder"));
    check(watch, real("a folder/below"), "cd link/below");
  }

  @Test
  void theRootIsASlash(Watch watch) throws IOException {
    check(watch, "/", "cd /");
  }

  @Test
  void mountsInBetweenDoNotShow(Watch watch) throws IOException {
    Files.createDirectories(scratch.resolve("outer"));
    var mount = "mount -t tmpfs none ";
    var inOneOfItsOwn =
        Requirement.program("unshare")
            + " --mount sh -c '"
            + mount
            + "outer && mkdir outer/inner && "
            + mount
            + "outer/inner && mkdir outer/inner/leaf && cd outer/inner/leaf && exec "
            + PWD
            + "'";
    var finished = watch.run(scratch, "/bin/sh", "-c", inOneOfItsOwn);

    assertThat(finished.text()).isEqualTo(real("outer/inner/leaf") + "\n");
    assertThat(watch.exec(PWD).workingDirectory().path().text())
        .isEqualTo(real("outer/inner/leaf"));
  }

  @Test
  void aDeletedOneIsSaidToBe(Watch watch) throws IOException {
    watch.run(scratch, "/bin/sh", "-c", "mkdir gone && cd gone && rmdir ../gone && exec " + PWD);

    assertThat(watch.exec(PWD).workingDirectory())
        .isEqualTo(new KernelPath(ByteString.of(real("gone")), true, false));
  }

  @Test
  void aNewRootHidesWhatIsAboveIt(Watch watch) throws IOException {
    Files.createDirectory(scratch.resolve("root"));
    Files.copy(Path.of(CProgram.path("behave")), scratch.resolve("root/program"));
    var chroot = Requirement.program("chroot");
    var finished = watch.run(chroot, scratch + "/root", "/program", "exit", "5");

    assertThat(finished.exitCode()).isEqualTo(5);
    var exec = watch.exec("/program");
    assertThat(exec.workingDirectory()).isEqualTo(KernelPath.of("/"));
  }

  @Test
  void aPathAsDeepAsCanBeFollowedIsComplete(Watch watch) throws IOException {
    int room = MOST_NAMES - 1 - scratch.toRealPath().getNameCount() - mountsAbove();
    var deep = String.join("/", Collections.nCopies(room, "a"));
    check(watch, real(deep), "mkdir -p " + deep + " && cd " + deep);
  }

  private int mountsAbove() throws IOException {
    try (var mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      return (int)
          mounts
              .map(line -> Path.of(line.split(" ", -1)[1]))
              .distinct()
              .filter(point -> point.getNameCount() > 0 && scratch.startsWith(point))
              .count();
    }
  }

  @Test
  void aDeeperPathHasItsEndAndIsSaidToBeCut(Watch watch) throws IOException {
    var deep = String.join("/", Collections.nCopies(MOST_NAMES + 5, "a")) + "/leaf";
    watch.run(scratch, "/bin/sh", "-c", "mkdir -p " + deep + " && cd " + deep + " && exec " + PWD);

    var directory = watch.exec(PWD).workingDirectory();
    assertThat(directory.truncated()).isTrue();
    assertThat(real(deep)).endsWith(directory.path().text());
    assertThat(directory.path().text()).endsWith("/a/leaf");
    assertThat(Path.of(directory.path().text()).getNameCount()).isEqualTo(MOST_NAMES);
  }

  @Test
  void aNameWithALineBreakIsKept(Watch watch) throws IOException {
    var folder = Files.createDirectory(scratch.resolve("a\nb"));
    watch.run(folder, PWD);

    assertThat(watch.exec(PWD).workingDirectory().path()).isEqualTo(ByteString.of(real("a\nb")));
  }
}
