package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.ProcessEvent.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a process ended and what it used, as wait(2) reports to its parent. */
@Privileged
@ExtendWith(Watching.class)
class LifeTest {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int PAGE = Integer.parseInt(Command.run("getconf", "PAGESIZE").strip());
  // What a process has used since the last tick is not in its account yet: 10 ms with 100 Hz.
  private static final Offset<Long> TICKS = within(30L);
  // The kernel counts pages for each CPU and adds them up now and then.
  private static final Offset<Long> UNCOUNTED_KIB = within(2048L);

  @TempDir private Path scratch;

  /** What account.c prints. */
  private record Account(
      int pid,
      int exitCode,
      int signal,
      boolean coreDumped,
      long userMillis,
      long systemMillis,
      long maxKib,
      long lifetimeMillis) {}

  private Account run(Watch watch, String how, int number) throws IOException {
    var limit = "ulimit -c unlimited; exec \"$@\"";
    var finished =
        watch.run(
            scratch,
            "/bin/sh",
            "-c",
            limit,
            "sh",
            CProgram.path("account"),
            CProgram.path("behave"),
            how,
            Integer.toString(number));
    var reported = finished.numbers();
    return new Account(
        reported[0],
        reported[1],
        reported[2],
        reported[3] == 1,
        reported[4],
        reported[5],
        reported[6],
        reported[7]);
  }

  private static long maxKib(Exit exit) {
    return exit.maxResidentPages() * PAGE / 1024;
  }

  @ParameterizedTest
  @CsvSource({"exit,0", "exit,42", "exit,255", "signal,9", "signal,15", "signal,34"})
  void theExitCodeOrTheSignalIsReported(String how, int number, Watch watch) throws IOException {
    var reported = run(watch, how, number);

    var exit = watch.exitOf(reported.pid());
    assertThat(exit.exitCode()).isEqualTo(reported.exitCode());
    assertThat(exit.signal()).isEqualTo(reported.signal());
    assertThat(exit.coreDumped()).isEqualTo(reported.coreDumped()).isFalse();
    assertThat(how.equals("exit") ? exit.exitCode() : exit.signal()).isEqualTo(number);
    assertThat(exit.executed()).isTrue();
    assertThat(exit.name()).hasToString("behave");
  }

  @ParameterizedTest
  @CsvSource({"3", "6", "11"})
  void aCoreIsReportedIfOneWasLeft(int signal, Watch watch) throws IOException {
    var reported = run(watch, "signal", signal);

    var exit = watch.exitOf(reported.pid());
    assertThat(exit.signal()).isEqualTo(signal);
    assertThat(exit.exitCode()).isEqualTo(-1);
    assertThat(exit.coreDumped()).isEqualTo(reported.coreDumped());
  }

  @Test
  void withoutALeaderTheLastThreadsExitCodeIsReported(Watch watch) throws IOException {
    var reported = run(watch, "last", 7);

    var exit = watch.exitOf(reported.pid());
    assertThat(exit.exitCode()).isEqualTo(reported.exitCode());
    assertThat(exit.head().pid()).isEqualTo(reported.pid());
  }

  @Test
  void theTimesAreThoseOfTheProcess(Watch watch) throws IOException {
    var begin = Instant.now();
    var finished = watch.run("/bin/sleep", "0.2");
    var end = Instant.now();

    var exec = watch.exec("/bin/sleep");
    var exit = watch.exitOf(finished.pid());
    assertThat(Duration.ofNanos(exit.lifetimeNanos()))
        .isBetween(Duration.ofMillis(200), Duration.between(begin, end));
    assertThat(exec.head().time()).isBetween(begin.minusMillis(1), end.plusMillis(1));
    assertThat(exit.head().timeNanos() - exec.head().timeNanos())
        .isBetween(Duration.ofMillis(200).toNanos(), exit.lifetimeNanos());
  }

  @Test
  void timeInUserModeIsReported(Watch watch) throws IOException {
    var reported = run(watch, "user", 200);

    var exit = watch.exitOf(reported.pid());
    assertThat((exit.userNanos() + exit.systemNanos()) / NANOS_PER_MILLI)
        .isCloseTo(reported.userMillis() + reported.systemMillis(), TICKS)
        .isGreaterThanOrEqualTo(170);
    assertThat(exit.userNanos() / NANOS_PER_MILLI).isCloseTo(reported.userMillis(), TICKS);
  }

  @Test
  void timeInTheKernelIsReported(Watch watch) throws IOException {
    var reported = run(watch, "system", 200);

    var exit = watch.exitOf(reported.pid());
    assertThat(exit.systemNanos() / NANOS_PER_MILLI)
        .isCloseTo(reported.systemMillis(), TICKS)
        .isGreaterThanOrEqualTo(100);
  }

  @Test
  void theMostMemoryIsReported(Watch watch) throws IOException {
    var reported = run(watch, "memory", 64);

    assertThat(reported.maxKib()).isGreaterThan(64 << 10);
    assertThat(maxKib(watch.exitOf(reported.pid()))).isCloseTo(reported.maxKib(), UNCOUNTED_KIB);
  }

  @Test
  void theMemoryOfTheJvmIsNotThatOfWhatItStarts(Watch watch) throws IOException {
    var status = Files.readString(Path.of("/proc/self/status"));
    var finished = watch.run("/bin/true");

    var own = status.lines().filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
    assertThat(Long.parseLong(own.replaceAll("\\D", ""))).isGreaterThan(50 << 10);
    // 0 where the kernel cannot say.
    assertThat(maxKib(watch.exitOf(finished.pid()))).isLessThan(20 << 10);
  }

  @Test
  void aProcessThatNeverCallsExecIsSaidToBeOne(Watch watch) throws IOException {
    var finished = watch.run("/bin/sh", "-c", "(exit 9); exit 0");

    var copies = watch.matching(Exit.class, exit -> exit.head().parentPid() == finished.pid());
    assertThat(copies).hasSize(1);
    assertThat(copies.getFirst().executed()).isFalse();
    assertThat(copies.getFirst().exitCode()).isEqualTo(9);
    // Its own, and not hidden behind what the JVM was, whose memory the shell began with.
    assertThat(copies.getFirst().maxResidentPages()).isPositive();
    assertThat(watch.exitOf(finished.pid()).executed()).isTrue();
  }
}
