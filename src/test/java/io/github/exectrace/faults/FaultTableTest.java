package io.github.exectrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.exectrace.events.Errno;
import io.github.exectrace.faults.Subject.Outcome;
import io.github.exectrace.faults.Subject.Phase;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Trace.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each native call of the agent, and each one that libbpf makes for it, fails once with each error
 * that it may give: the application goes on undisturbed, the recording says what is missing,
 * nothing stays behind, and the next recording is complete again.
 *
 * <p>Which calls there are is not listed here but observed. All errors and all calls are tried with
 * {@code -Dexectrace.faults=all}; else the first call, and of the agent's own the last, with one
 * error each.
 */
@Privileged
class FaultTableTest {
  private static final boolean ALL = System.getProperty("exectrace.faults", "").equals("all");
  private static final Pattern WANTED =
      Pattern.compile(System.getProperty("exectrace.faults.only", ".*"));
  // What the kernel refuses it refuses in many ways; one error of each list will do otherwise.
  private static final long EVERY_CALL_UP_TO = 12;
  // Made by a thread of the agent's own, now more often and now less.
  private static final String WAIT = "agent epoll_wait";
  private static final Set<String> OF_THE_READER = Set.of(WAIT, "agent process_vm_readv");
  // With fewer the recorder itself ends the JVM.
  private static final int FEWEST_DESCRIPTORS = 2;
  private static final int ENOUGH_DESCRIPTORS = 78;
  private static final String OF_LIBBPF_ITSELF = "libbpf ";
  private static final String MORE = "failures=all,native=exact";
  private static final String LOOKUP = "lookup ";
  private static final Set<String> SOME_LOOKUPS =
      Set.of(
          "lookup memfd_create", "lookup gettid", "lookup process_vm_readv", "lookup bpf_map__fd");
  // For these there are other ways.
  private static final Set<String> DISPENSABLE = Set.of("lookup gettid", "lookup process_vm_readv");
  private static final String ANSWERS =
      "open 0; one two 3; Cannot run program \"/no/such/program\": Exec failed, error: 2 (No such"
          + " file or directory) ; virtual 0; closed 0";
  private static final int STARTS = 4;
  // The JVM's own, for one thing what JFR keeps; a leak would be 100 kB for each recording.
  private static final long OWN_KILOBYTES = 1_000;

  @TempDir private Path scratch;
  private int subjects;
  private Subject subject;

  /** A case of the table. */
  private record Case(Phase phase, Fault fault) {
    @Override
    public String toString() {
      return phase + ": " + fault;
    }
  }

  private Subject fresh(String options) throws IOException {
    end();
    subjects++;
    subject = new Subject(Files.createDirectory(scratch.resolve("jvm-" + subjects)), options);
    return subject;
  }

  @AfterEach
  void end() {
    if (subject != null) {
      subject.close();
      subject = null;
    }
  }

  /** What happens in each recording of a JVM. */
  @TestFactory
  Stream<DynamicTest> callsOfEveryRecording() throws IOException {
    var first = fresh("");
    first.record();
    checkComplete(first.record());
    var cases = new ArrayList<Case>();
    for (var phase : Phase.values()) {
      first.calls(phase).forEach((function, count) -> add(cases, phase, function, count));
    }
    long before = first.nativeKilobytes();
    return Stream.concat(
        cases.stream().map(each -> dynamicTest(each.toString(), () -> survive(each))),
        Stream.of(
            dynamicTest("and then the next recording is complete", this::checkNext),
            dynamicTest("and no memory is lost", () -> checkMemory(before))));
  }

  private void checkNext() throws IOException {
    if (subject == null) {
      fresh("");
    }
    checkComplete(subject.record());
  }

  private void checkMemory(long before) {
    assertThat(subject.nativeKilobytes() - before).isLessThan(OWN_KILOBYTES);
  }

  /** What happens in the first one only. */
  @TestFactory
  Stream<DynamicTest> callsOfTheFirstRecording() throws IOException {
    var observed = fresh("");
    observed.record();
    var first = new TreeMap<>(observed.calls(Phase.OPEN));
    observed.record();
    first.keySet().removeAll(observed.calls(Phase.OPEN).keySet());
    first.keySet().removeIf(function -> function.startsWith(LOOKUP));
    var cases = new ArrayList<Case>();
    first.forEach((function, count) -> add(cases, Phase.OPEN, function, count));
    return cases.stream().map(each -> dynamicTest(each.toString(), () -> surviveAtFirst(each)));
  }

  private void surviveAtFirst(Case each) throws IOException {
    fresh("");
    survive(each);
    checkComplete(subject.record());
  }

  /** What only an agent with more to do calls, or calls more often. */
  @TestFactory
  Stream<DynamicTest> callsOfAnAgentThatTracesMore() throws IOException {
    var usual = fresh("");
    usual.record();
    usual.record();
    var less = usual.calls(Phase.OPEN);
    var subject = fresh(MORE);
    subject.record();
    checkComplete(subject.record());
    var cases = new ArrayList<Case>();
    subject
        .calls(Phase.OPEN)
        .forEach(
            (function, count) -> {
              if (count > less.getOrDefault(function, 0L)) {
                add(cases, Phase.OPEN, function, count);
              }
            });
    return cases.stream().map(each -> dynamicTest(each.toString(), () -> survive(each, MORE)));
  }

  /** A C library or a libbpf that lacks something, which a JVM asks for once. */
  @TestFactory
  Stream<DynamicTest> functionsThatAreMissing() throws IOException {
    var observed = fresh("");
    observed.record();
    return observed.calls(Phase.OPEN).keySet().stream()
        .filter(function -> function.startsWith(LOOKUP) && WANTED.matcher(function).find())
        .filter(function -> ALL || SOME_LOOKUPS.contains(function))
        .map(function -> dynamicTest(function, () -> surviveWithout(function)));
  }

  /** What tracing takes of the limit that ulimit -n sets. */
  @TestFactory
  Stream<DynamicTest> descriptorsThatAreMissing() throws IOException {
    fresh("").record(); // later the JVM cannot even look for functions
    return IntStream.range(FEWEST_DESCRIPTORS, ENOUGH_DESCRIPTORS)
        .filter(free -> ALL || free % 8 == 0 || free == ENOUGH_DESCRIPTORS - 1)
        .mapToObj(free -> dynamicTest(free + " descriptors", () -> surviveWith(free)));
  }

  private void surviveWith(int free) throws IOException {
    var outcome = subject.recordWithDescriptors(free);
    check(outcome);
    var reason = outcome.trace().lastStatistics().reason();
    if (free == ENOUGH_DESCRIPTORS - 1) {
      assertThat(reason).isNull();
    } else if (reason != null) {
      assertThat(reason).contains("ulimit -n");
    }
  }

  private void surviveWithout(String function) throws IOException {
    fresh("");
    var outcome = subject.record(Phase.OPEN, Fault.always(function, Errno.ENOENT));
    assertThat(outcome.fired()).isPositive();
    check(outcome);
    var reason = outcome.trace().lastStatistics().reason();
    if (DISPENSABLE.contains(function)) {
      assertThat(reason).isNull();
    } else {
      assertThat(reason).contains(function.substring(LOOKUP.length()));
    }
    check(subject.record());
  }

  private static void add(List<Case> cases, Phase phase, String function, long count) {
    if (!Fault.isPossible(function) || !WANTED.matcher(function).find()) {
      return;
    }
    if (OF_THE_READER.contains(function)) {
      if (function.equals(WAIT) && phase != Phase.WORK) {
        return;
      }
      count = 1;
    }
    var errors = Fault.plausible(function);
    if (!ALL) {
      errors = List.of(errors.get(Math.floorMod(function.hashCode(), errors.size())));
    }
    for (var errno : errors) {
      for (long nth = 1; nth <= count; nth += next(nth)) {
        if (ALL || nth == 1 || (nth == count && !function.startsWith(OF_LIBBPF_ITSELF))) {
          cases.add(new Case(phase, new Fault(function, errno, nth, 1)));
        }
      }
    }
  }

  /** Every call of a few; of very many some, wide apart. */
  private static long next(long nth) {
    return nth < EVERY_CALL_UP_TO ? 1 : nth;
  }

  private void survive(Case each) throws IOException {
    survive(each, "");
  }

  private void survive(Case each, String options) throws IOException {
    if (subject == null) {
      fresh(options).record();
    }
    try {
      var outcome = subject.record(each.phase(), each.fault());
      assertThat(outcome.fired()).as("calls that failed").isPositive();
      check(outcome);
    } catch (AssertionError failed) {
      end(); // what is wrong with it now must not fail the next
      throw failed;
    }
  }

  private static void checkComplete(Outcome outcome) {
    check(outcome);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.trace().lastStatistics().reason()).isNull();
    assertThat(outcome.trace().lastStatistics().mode()).isEqualTo("kernel");
  }

  private static void check(Outcome outcome) {
    assertThat(outcome.answers()).isEqualTo(ANSWERS);
    assertThat(outcome.left()).isEqualTo("[]");
    assertThat(outcome.errors())
        .hasSizeLessThan(2)
        .allMatch(line -> line.startsWith("exectrace: "));
    var trace = outcome.trace();
    assertThat(trace.spawns()).hasSize(STARTS);
    var statistics = trace.lastStatistics();
    if (statistics.mode().equals("kernel")) {
      assertThat(statistics.state()).isEqualTo("TRACING");
      if (statistics.reason() == null) {
        assertThat(trace.adopted()).hasSize(1).allMatch(cat -> cat.commandLine().equals("cat"));
        assertThat(trace.programs()).filteredOn(Exec::succeeded).hasSize(STARTS);
        assertThat(trace.exits()).hasSize(STARTS + 2);
        assertThat(statistics.seen()).isEqualTo(statistics.emitted() + statistics.filtered());
        assertThat(statistics.delivered()).isEqualTo(statistics.emitted());
        assertThat(statistics.unattributed()).isZero();
        assertThat(statistics.hookFailures()).isZero();
      }
    } else {
      assertThat(statistics.mode()).isEqualTo("java");
      assertThat(statistics.state()).isEqualTo("FAILED");
      assertThat(statistics.reason()).isNotBlank();
    }
  }
}
