package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recorded arguments are those that the new program got, as it says itself. */
@Privileged
@ExtendWith(Watching.class)
class ArgumentTest {
  private static final int LIMIT = TracerOptions.defaults().argumentLimit();
  // MAX_ARG_STRLEN of linux/binfmts.h, its NUL included
  private static final int LONGEST = 128 << 10;

  private static String program() {
    return CProgram.path("own_arguments");
  }

  private static Watch withLimit(int bytes) throws IOException {
    return Watch.open(TracerOptions.defaults().withArgumentLimit(bytes));
  }

  private static String[] command(List<String> arguments) {
    var command = new ArrayList<>(List.of(program()));
    command.addAll(arguments);
    return command.toArray(String[]::new);
  }

  /** Runs the program and checks what it got against the record, which must be complete. */
  private static void checkComplete(Watch watch, List<String> arguments) throws IOException {
    var finished = watch.run(command(arguments));

    var exec = watch.exec(program());
    assertThat(exec.arguments().block()).isEqualTo(finished.output());
    assertThat(Watch.texts(exec.arguments())).containsExactly(command(arguments));
    assertThat(exec.arguments().truncated()).isFalse();
    assertThat(exec.arguments().count()).isEqualTo(1 + arguments.size());
    assertThat(exec.arguments().totalBytes()).isEqualTo(finished.output().length);
  }

  /** Likewise where the record may hold so many bytes and no more. */
  private static void checkCut(Watch watch, int limit, String... command) throws IOException {
    var finished = watch.run(command);

    var arguments = watch.exec(program()).arguments();
    assertThat(arguments.block()).isEqualTo(Arrays.copyOf(finished.output(), limit));
    assertThat(arguments.truncated()).isTrue();
    assertThat(arguments.count()).isEqualTo(ends(finished.output()));
    assertThat(arguments.totalBytes()).isEqualTo(finished.output().length);
  }

  private static int ends(byte[] block) {
    return (int) IntStream.range(0, block.length).filter(i -> block[i] == 0).count();
  }

  @Test
  void theEnvironmentIsMeasured(Watch watch) throws IOException {
    watch.run("/usr/bin/env", "-i", "A=1", "LONGER=" + "x".repeat(100_000), program());

    assertThat(watch.exec(program()).environmentBytes())
        .isEqualTo("A=1\0LONGER=\0".length() + 100_000);
  }

  @Test
  void emptyOnesAreKeptFirstInTheMiddleAndLast(Watch watch) throws IOException {
    checkComplete(watch, List.of("", "a", "", "", "b", ""));
  }

  @Test
  void anEmptyNameIsKept(Watch watch) throws IOException {
    var finished = watch.run(CProgram.path("exec_as"), program(), "", "first");

    var arguments = watch.exec(program()).arguments();
    assertThat(Watch.texts(arguments)).containsExactly("", "first");
    assertThat(arguments.block()).isEqualTo(finished.output());
  }

  @Test
  void noneAtAllIsWhatTheKernelMakesOfIt(Watch watch) throws IOException {
    var finished = watch.run(CProgram.path("exec_as"), program());

    // Since Linux 5.18 a program gets an empty name at least.
    var arguments = watch.exec(program()).arguments();
    assertThat(arguments.block()).isEqualTo(finished.output());
    assertThat(arguments.count()).isEqualTo(ends(finished.output()));
    assertThat(arguments.list()).hasSize(arguments.count());
    assertThat(arguments.truncated()).isFalse();
  }

  @Test
  void lineBreaksQuotesAndTabsAreKept(Watch watch) throws IOException {
    checkComplete(watch, List.of("a\nb", "\n", "\t", "\"", "'", "\\", "\r\n", " ", "\033[2J", "é"));
  }

  @Test
  void bytesThatAreNoTextAreKept(Watch watch) throws IOException {
    var script = "exec \"$0\" \"$(printf 'a\\377\\376')\" \"$(printf '\\303')\" end";
    var finished = watch.run("/bin/sh", "-c", script, program());

    var arguments = watch.exec(program()).arguments();
    assertThat(arguments.block()).isEqualTo(finished.output());
    assertThat(arguments.list().get(1)).containsExactly('a', 0xff, 0xfe);
    assertThat(arguments.list().get(2)).containsExactly(0xc3);
    assertThat(arguments.count()).isEqualTo(4);
  }

  @Test
  void theLongestArgumentThereCanBeIsCutButMeasured(Watch watch) throws IOException {
    checkCut(watch, LIMIT, program(), "x".repeat(LONGEST - 1), "behind it");
  }

  @Test
  void tenThousandArgumentsAreKeptWhereTheyFit() throws IOException {
    try (var watch = withLimit(TracerOptions.MAX_ARGUMENT_LIMIT)) {
      checkComplete(watch, IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void tenThousandArgumentsAreCountedWhereTheyDoNotFit(Watch watch) throws IOException {
    checkCut(watch, LIMIT, command(Collections.nCopies(10_000, "argument")));
  }

  @Test
  void asManyAsTheKernelTakesAreCutButCounted(Watch watch) throws IOException {
    // A quarter of the 8 MiB of stack that a process usually may have (execve(2)).
    checkCut(watch, LIMIT, command(Collections.nCopies(15, "x".repeat(LONGEST - 1))));
  }

  @Test
  void theLimitIsExact(Watch watch) throws IOException {
    int room = LIMIT - (program().length() + 1) - 1;
    checkComplete(watch, List.of("x".repeat(room)));
    watch.forget();
    checkCut(watch, LIMIT, program(), "x".repeat(room + 1));
  }

  @Test
  void withALimitOfNothingTheyAreStillCounted() throws IOException {
    try (var watch = withLimit(0)) {
      checkCut(watch, 0, program(), "secret", "more");
    }
  }

  @Test
  void paddingCannotHideThatSomethingFollows(Watch watch) throws IOException {
    var padded = List.of(" ".repeat(LIMIT), "--the-interesting-part");
    checkCut(watch, LIMIT, command(padded));
    try (var wider = withLimit(2 * LIMIT)) {
      checkComplete(wider, padded);
    }
  }

  @Test
  void aNameThatLiesDoesNotHideTheFile(Watch watch) throws IOException {
    var finished = watch.run(CProgram.path("exec_as"), program(), "[kworker/0:1]", "-x");

    assertThat(finished.text()).startsWith("[kworker/0:1]\0");
    var exec = watch.exec(program());
    assertThat(Watch.texts(exec.arguments())).containsExactly("[kworker/0:1]", "-x");
    assertThat(exec.executable()).hasToString(program());
  }

  @Test
  void argumentsInPagesThatNobodyHasTouchedAreKept(Watch watch) throws IOException {
    var finished = watch.run(CProgram.path("exec_unmapped"), program());

    var arguments = watch.exec(program()).arguments();
    assertThat(arguments.block()).isEqualTo(finished.output());
    assertThat(Watch.texts(arguments)).containsExactly("first", "second", "");
  }

  @Test
  void anArgumentThatAnotherThreadChangesIsTheOneThatTheProgramGot() throws IOException {
    try (var watch = withLimit(TracerOptions.MAX_ARGUMENT_LIMIT)) {
      int tries = 100;
      var mixed = new ArrayList<Exec>();
      for (int i = 0; i < tries; i++) {
        watch.forget();
        var finished = watch.run(CProgram.path("exec_racing"), program());
        var exec = watch.exec(program());
        assertThat(exec.arguments().block()).isEqualTo(finished.output());
        var raced = exec.arguments().list().get(1);
        if (new String(raced, StandardCharsets.US_ASCII).matches(".*(ab|ba).*")) {
          mixed.add(exec);
        }
      }
      // The change did come during the call.
      assertThat(mixed).isNotEmpty();
    }
  }
}
