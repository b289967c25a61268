package io.github.exectrace.report;

import io.github.exectrace.events.tree.ProcessNode;
import java.util.List;

/**
 * All that is reported of some recordings. Its parts are not to be changed, and may be read by one
 * thread at a time.
 *
 * @param recordings what was read
 * @param jvms the JVMs that they are of
 * @param totals sums over everything
 * @param who by program, line and way
 * @param sites by line
 * @param programs by program
 * @param threads by Java thread
 * @param failures by kind, program, outcome and line
 * @param running what had not ended when recording ended, the oldest first
 * @param runningGivenUp how many more there may be
 * @param trees the processes
 * @param stacks the stacks of all starts
 * @param rate the starts over time
 */
public record Report(
    List<Recording> recordings,
    List<JvmRun> jvms,
    Totals totals,
    Table<GroupKey.Who> who,
    Table<GroupKey.Site> sites,
    Table<GroupKey.Program> programs,
    Table<GroupKey.JavaThread> threads,
    Table<GroupKey.Failure> failures,
    List<Running> running,
    long runningGivenUp,
    Trees trees,
    StackTree stacks,
    StartRate rate) {

  /**
   * Groups, largest first.
   *
   * @param leftOut how many more groups there were; one that came back counts again
   * @param inOthers how many starts and processes those had
   * @param <K> what the members of a group have in common
   */
  public record Table<K extends GroupKey>(List<Group<K>> groups, long leftOut, long inOthers) {}

  /**
   * A process that had not ended.
   *
   * @param tree of the start it descends from
   */
  public record Running(StartTree tree, ProcessNode<?> process) {}

  /**
   * The processes that are shown one by one.
   *
   * @param trees in the order of their begin
   * @param shown how many processes they have
   * @param total how many there were
   */
  public record Trees(List<StartTree> trees, long shown, long total) {}

  /** How much a recording can know, at the least of all JVMs. */
  public Coverage coverage() {
    return jvms.stream().map(JvmRun::coverage).max(Enum::compareTo).orElse(Coverage.NONE);
  }

  /** When recording began, in nanoseconds since 1970. */
  public long beginNanos() {
    return jvms.stream().mapToLong(JvmRun::beginNanos).min().orElse(0);
  }

  /** When recording ended, in nanoseconds since 1970. */
  public long endNanos() {
    return jvms.stream().mapToLong(JvmRun::endNanos).max().orElse(0);
  }
}
