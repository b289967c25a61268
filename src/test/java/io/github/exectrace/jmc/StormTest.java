package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Namespaces;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.report.RecordingReader;
import io.github.exectrace.report.ReportLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of processes of one start, whose pids come again and again: what each says of itself in
 * its arguments, its parent and its end, is what the report and the page have. Where events were
 * lost, a process may stand below the start itself, but never below another one's parent.
 */
@Privileged
class StormTest {
  private static final ReportLimits ALL = new ReportLimits(1_000_000, 500, "");

  /** Two shells below each other, each with programs of its own, one of which outlives them. */
  private static String storm(int rounds) {
    return """
      i=0
      while [ $i -lt %d ]; do
        /bin/sh -c '
          /bin/sh -c "exit $1" leaf-of-$0
          (/bin/sleep 0.02; exec /bin/sh -c "exit $1" late-of-$0) &
          /bin/sh -c "
            /bin/sh -c \\"exit $1\\" leaf-of-inner-of-$0
            exit $1" inner-of-$0
          exit $1' node-$i $((i %% 50 + 1))
        i=$((i+1))
      done
      """
        .formatted(rounds);
  }

  private static final Pattern NAMED = Pattern.compile("((?:\\w+-of-)*)(node-\\d+)");
  private static final Pattern EXIT = Pattern.compile("exit (\\d+)");

  @TempDir private Path scratch;

  private Ended record(String before, int nodes, String after, String... options) {
    // Its own shell is the first process of the namespace, which cannot be stopped from within.
    var namespace =
        Stream.of(
                Stream.of(Namespaces.withFewPids()), Stream.of("sh", "-c", "\"$@\"; exit $?", "sh"))
            .flatMap(words -> words)
            .toArray(String[]::new);
    return Jvm.running(scratch, Commands.class)
        .under(namespace)
        .arguments("/bin/sh", "-c", before + storm(nodes) + after)
        .traced(options)
        .run();
  }

  @Test
  void withPidsThatComeAgainEachHasItsOwnParentAndEnd() throws IOException {
    var ended = record("", 200, "wait; /bin/sleep 0.5");
    var trace = ended.trace();
    assertThat(trace.lastStatistics().lost()).isZero();
    var timesByPid =
        trace.exits().stream()
            .collect(Collectors.groupingBy(exit -> exit.pid(), Collectors.counting()));
    assertThat(timesByPid.values()).anyMatch(times -> times > 5);
    check(ended, true);
  }

  @Test
  void ofAReaderThatStandsStillNoneHasAnothersParentOrEnd() throws IOException {
    var ended =
        record("kill -STOP $PPID\n", 200, "kill -CONT $PPID\nwait; /bin/sleep 0.5", "ring=64k");
    assertThat(ended.trace().lastStatistics().lost()).isPositive();
    check(ended, false);
  }

  private static void check(Ended ended, boolean complete) throws IOException {
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var report = RecordingReader.read(List.of(ended.recording()), ALL, (ignored, ignoredToo) -> {});
    var model = ProcessModel.of(Recordings.load(ended.recording()));
    for (var roots : List.of(Family.of(report), Family.of(model))) {
      var named = roots.stream().flatMap(Family::all).filter(each -> isNamed(each.command()));
      assertThat(named.count()).isGreaterThan(complete ? 990 : 20);
      roots.forEach(root -> root.children().forEach(child -> check(true, root, child, complete)));
    }
  }

  private static boolean isNamed(String command) {
    return !name(command).isEmpty();
  }

  /** The last word of a command, if it is a name of this storm. */
  private static String name(String command) {
    var words = command.split(" ", -1);
    for (int i = words.length - 1; i >= Math.max(0, words.length - 2); i--) {
      if (NAMED.matcher(words[i]).matches()) {
        return words[i];
      }
    }
    return "";
  }

  private static void check(boolean isTop, Family parent, Family child, boolean complete) {
    var name = name(child.command());
    if (!name.isEmpty()) {
      checkEnd(child);
      if (complete || !isTop) {
        assertThat(parentsOf(name)).as("%s", child.command()).contains(name(parent.command()));
      }
    }
    child.children().forEach(each -> check(false, child, each, complete));
  }

  private static List<String> parentsOf(String name) {
    int of = name.indexOf("-of-");
    // A copy of its parent, or one whose exec was lost, has no name.
    return List.of("", of < 0 ? "" : name.substring(of + "-of-".length()));
  }

  private static void checkEnd(Family process) {
    var code = EXIT.matcher(process.command());
    if (process.end().startsWith("exit") && code.find()) {
      assertThat(process.end()).as(process.command()).isEqualTo("exit " + code.group(1));
    }
  }
}
