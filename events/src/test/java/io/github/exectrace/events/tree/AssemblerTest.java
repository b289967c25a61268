package io.github.exectrace.events.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is made of events in any order, whatever of them was lost. */
class AssemblerTest {
  private static final int START = 7;
  private static final int ORDERS = 200;
  private static final int ENOENT = 2;
  private static final int ENOEXEC = 8;

  /** An event, by its fields. */
  private record Recorded(String name, long startNanos, long endNanos, Map<String, Object> fields)
      implements EventView {
    Recorded with(String field, Object value) {
      var more = new HashMap<>(fields);
      more.put(field, value);
      return new Recorded(name, startNanos, endNanos, more);
    }

    Recorded without(String... names) {
      var fewer = new HashMap<>(fields);
      List.of(names).forEach(fewer::remove);
      return new Recorded(name, startNanos, endNanos, fewer);
    }

    @Override
    public boolean has(String field) {
      return fields.containsKey(field);
    }

    @Override
    public String text(String field) {
      return (String) fields.getOrDefault(field, "");
    }

    @Override
    public long number(String field, long otherwise) {
      return fields.get(field) instanceof Number number ? number.longValue() : otherwise;
    }

    @Override
    public boolean flag(String field, boolean otherwise) {
      return (boolean) fields.getOrDefault(field, otherwise);
    }

    @Override
    public long span(String field) {
      return number(field, UNKNOWN);
    }

    @Override
    public long moment(String field) {
      return number(field, UNKNOWN);
    }
  }

  private static final class All implements Keeper<Recorded, ProcessTree<Recorded>> {
    @Override
    public ProcessTree<Recorded> newTree(int spawnId) {
      return new ProcessTree<>(spawnId);
    }

    @Override
    public boolean keepsEvents() {
      return true;
    }
  }

  private static Recorded spawn(long nanos, int pid) {
    return new Recorded(EventNames.PROCESS_SPAWN, nanos, nanos + 1, Map.of())
        .with(FieldNames.SPAWN_ID, START)
        .with(FieldNames.PID, pid)
        .with(FieldNames.COMMAND_LINE, "root");
  }

  /** Forked at a time, which names it; its parent likewise. */
  private static Recorded of(
      String name, long from, long to, int depth, int pid, long fork, long up) {
    return new Recorded(name, from, to, Map.of())
        .with(FieldNames.SPAWN_ID, START)
        .with(FieldNames.DEPTH, depth)
        .with(FieldNames.PID, pid)
        .with(FieldNames.HOST_PID, pid)
        .with(FieldNames.PARENT_PID, 1)
        .with(FieldNames.FORK_TIME, fork)
        .with(FieldNames.PARENT_FORK_TIME, up);
  }

  private static Recorded exec(String command, int depth, int pid, long fork, long up) {
    long nanos = 1_000 * fork + 500;
    return of(EventNames.PROCESS_EXEC, nanos, nanos, depth, pid, fork, up)
        .with(FieldNames.EXECUTABLE, "/bin/" + command)
        .with(FieldNames.COMMAND_LINE, command);
  }

  private static Recorded exit(int code, long end, int depth, int pid, long fork, long up) {
    return of(EventNames.PROCESS_EXIT, 1_000 * fork, 1_000 * end, depth, pid, fork, up)
        .with(FieldNames.LIFETIME, 1_000 * (end - fork))
        .with(FieldNames.EXIT_CODE, code);
  }

  /** A start, below it one pid three times, and a process of the second of these. */
  private static List<Recorded> family() {
    return List.of(
        spawn(9_000, 10),
        exec("root", 1, 10, 10, 0),
        exec("a", 2, 20, 11, 10),
        exit(1, 12, 2, 20, 11, 10),
        exec("b", 2, 20, 13, 10),
        exec("child-of-b", 3, 30, 14, 13),
        exit(2, 15, 2, 20, 13, 10),
        exec("c", 2, 20, 16, 10),
        exit(4, 17, 3, 30, 14, 13),
        exit(3, 18, 2, 20, 16, 10),
        exit(0, 19, 1, 10, 10, 0));
  }

  private static List<String> assembled(List<Recorded> events) {
    var assembler = new Assembler<>(new All());
    events.forEach(assembler::add);
    assembler.settle();
    return assembler.processes().stream()
        .map(
            process ->
                process.command()
                    + " < "
                    + (process.parent() == null ? "-" : process.parent().command())
                    + ": "
                    + (process.end() == null ? "?" : process.end().words()))
        .sorted()
        .toList();
  }

  @Test
  void inWhateverOrderEventsComeEachProcessHasItsOwnParentAndEnd() {
    var random = new Random(1);
    for (int i = 0; i < ORDERS; i++) {
      var events = new ArrayList<>(family());
      Collections.shuffle(events, random);
      assertThat(assembled(events))
          .as("%s", events)
          .containsExactly(
              "a < root: exit 1",
              "b < root: exit 2",
              "c < root: exit 3",
              "child-of-b < b: exit 4",
              "root < -: exit 0");
    }
  }

  @Test
  void ofLostEventsNoneIsMadeUp() {
    var events = new ArrayList<>(family());
    events.removeIf(event -> event.number(FieldNames.FORK_TIME, 0) == 13);
    events.removeIf(event -> event.number(FieldNames.EXIT_CODE, 0) == 1);

    // Its parent was never seen, so it stands below the start; the first end of the pid was lost.
    assertThat(assembled(events))
        .containsExactly(
            "a < root: ?", "c < root: exit 3", "child-of-b < root: exit 4", "root < -: exit 0");
  }

  @Test
  void aStartWhoseOwnProcessWasLostIsStillTheTop() {
    var events = new ArrayList<>(family());
    events.removeIf(event -> event.integer(FieldNames.PID, 0) == 10);

    assertThat(assembled(events))
        .containsExactly(
            " < -: ?", "a < : exit 1", "b < : exit 2", "c < : exit 3", "child-of-b < b: exit 4");
  }

  @Test
  void aProcessThatGotAnotherIdWhenTracingBeganAnewIsStillTheSame() {
    int other = START + 1;
    var adopted = of(EventNames.PROCESS_ADOPTED, 13_900, 13_900, 2, 20, 13, 10);
    var events = new ArrayList<>(family());
    events.replaceAll(
        event ->
            event.startNanos() > 13_900 || event.number(FieldNames.EXIT_CODE, 0) == 2
                ? event.with(FieldNames.SPAWN_ID, other)
                : event);
    events.add(5, adopted.with(FieldNames.SPAWN_ID, other));
    assertThat(assembled(events)).contains("b < root: exit 2", "child-of-b < b: exit 4");
  }

  @Test
  void anOldRecordingIsReadByPidsAndTimes() {
    var random = new Random(2);
    for (int i = 0; i < ORDERS; i++) {
      var events = new ArrayList<Recorded>();
      for (var event : family()) {
        int parent = event.number(FieldNames.PARENT_FORK_TIME, 0) == 13 ? 20 : 10;
        events.add(
            event
                .without(FieldNames.FORK_TIME, FieldNames.PARENT_FORK_TIME, FieldNames.HOST_PID)
                .with(FieldNames.PARENT_PID, parent));
      }
      // Further apart than the clocks of two events may be.
      events.replaceAll(
          event ->
              new Recorded(
                  event.name(),
                  event.startNanos() * 10_000,
                  event.endNanos() * 10_000,
                  event.has(FieldNames.LIFETIME)
                      ? event
                          .with(FieldNames.LIFETIME, event.span(FieldNames.LIFETIME) * 10_000)
                          .fields()
                      : event.fields()));
      var ends = new ArrayList<Recorded>();
      var others = new ArrayList<Recorded>();
      events.forEach(
          event -> (event.name().equals(EventNames.PROCESS_EXIT) ? ends : others).add(event));
      Collections.shuffle(ends, random);
      Collections.shuffle(others, random);
      ends.addAll(others);
      assertThat(assembled(ends))
          .containsExactly(
              "a < root: exit 1",
              "b < root: exit 2",
              "c < root: exit 3",
              "child-of-b < b: exit 4",
              "root < -: exit 0");
    }
  }

  @Test
  void theChildOfAStartThatFailedIsTheFailedStart() {
    var failed = spawn(9_000, -1).with(FieldNames.SUCCEEDED, false).with(FieldNames.ERRNO, ENOENT);
    var helper = exec("jspawnhelper", 1, 10, 10, 0).with(FieldNames.LAUNCHER, true);
    var events =
        new ArrayList<>(
            List.of(helper, refused("root", 10, ENOENT), exit(1, 11, 1, 10, 10, 0), failed));
    for (int i = 0; i < events.size(); i++) {
      Collections.rotate(events, 1);
      var assembler = new Assembler<>(new All());
      events.forEach(assembler::add);
      assembler.settle();
      assertThat(assembler.processes())
          .singleElement()
          .satisfies(process -> assertThat(process.isNotStarted()).isTrue())
          .satisfies(process -> assertThat(process.pid()).isEqualTo(-1))
          .satisfies(process -> assertThat(process.end()).isNull())
          .satisfies(process -> assertThat(process.tree().failure()).isEqualTo("ENOENT"));
      assertThat(assembler.made()).isZero();
    }
  }

  private static Recorded refused(String program, int pid, int errno) {
    return exec(program, 1, pid, 10, 0)
        .with(FieldNames.SUCCEEDED, false)
        .with(FieldNames.ERRNO, errno);
  }

  @Test
  void aScriptWithoutAFirstLineIsNoFailureOnceAShellRunsIt() {
    var failures = new ArrayList<String>();
    var assembler =
        new Assembler<>(
            new Keeper<Recorded, ProcessTree<Recorded>>() {
              @Override
              public ProcessTree<Recorded> newTree(int spawnId) {
                return new ProcessTree<>(spawnId);
              }

              @Override
              public boolean keepsEvents() {
                return false;
              }

              @Override
              public void failed(ProcessTree<Recorded> tree, RefusedExec<Recorded> refused) {
                failures.add(refused.program() + " " + refused.error());
              }
            });
    assembler.add(refused("script", 10, ENOEXEC));
    assembler.add(exec("sh", 1, 10, 10, 0));
    assembler.add(refused("other", 10, ENOENT));
    assembler.settle();
    assertThat(failures).containsExactly("other ENOENT");
  }
}
