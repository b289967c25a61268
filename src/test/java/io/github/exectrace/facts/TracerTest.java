package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Waiting;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ProcessEvent.Exec;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracer as a library: reading, waiting, ending. */
@Privileged
class TracerTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static Tracer open() throws IOException {
    return Tracer.open(TracerOptions.defaults());
  }

  private static boolean isExecOf(ProcessEvent event, String executable) {
    return event instanceof Exec exec && exec.executable().is(executable);
  }

  /** Calls something in a thread of its own and waits until that waits in turn. */
  private static <T> CompletableFuture<T> waiting(Supplier<T> call) {
    var answer = new CompletableFuture<T>();
    var thread = Thread.ofPlatform().start(() -> answer.complete(call.get()));
    // In the kernel, or for the lock of one who is.
    boolean waits =
        Waiting.upTo(
            LONG,
            () -> {
              for (var frame : thread.getStackTrace()) {
                if (frame.getMethodName().equals("await")) {
                  return true;
                }
              }
              return false;
            });
    assertThat(waits).isTrue();
    return answer;
  }

  @Test
  void aReaderGetsNothingOnceAnotherThreadHasClosed() throws Exception {
    var tracer = open();
    var answer = waiting(tracer::read);
    long begin = System.nanoTime();
    tracer.close();

    assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    assertThat(tracer.isOpen()).isFalse();
  }

  @Test
  void severalReadersEndTogether() throws Exception {
    var tracer = open();
    var answers = new ArrayList<CompletableFuture<Optional<ProcessEvent>>>();
    for (int i = 0; i < 4; i++) {
      answers.add(waiting(tracer::read));
    }
    tracer.close();

    for (var answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void aReaderWithLittleTimeGetsNothingWhenItIsOver() throws IOException {
    try (var tracer = open()) {
      long begin = System.nanoTime();
      var event = tracer.read(Duration.ofMillis(300));

      assertThat(event).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
      assertThat(tracer.isOpen()).isTrue();
      assertThat(tracer.read(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aReaderWaitsForWhatComes() throws Exception {
    try (var tracer = open()) {
      var answer = waiting(tracer::read);
      Command.run("/bin/true");

      assertThat(answer.get(10, TimeUnit.SECONDS)).isPresent();
    }
  }

  @Test
  void eventsCanBeIteratedOverUntilTheEnd() throws IOException {
    var tracer = open();
    Command.run("/bin/true");
    var seen = new ArrayList<ProcessEvent>();
    for (var event : tracer) {
      seen.add(event);
      if (event instanceof ProcessEvent.Exit) {
        tracer.close();
      }
    }

    assertThat(seen).filteredOn(event -> isExecOf(event, "/bin/true")).hasSize(1);
    var iterator = tracer.iterator();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whatIsLeftUnreadGoesWithTheEnd() throws IOException {
    var tracer = open();
    Command.run("/bin/true");
    tracer.close();

    assertThat(tracer.read()).isEmpty();
    assertThat(tracer.read(LONG)).isEmpty();
    assertThat(tracer.drain(ignored -> {})).isZero();
  }

  @Test
  void closingTwiceAndWaitingAfterwardsIsHarmless() throws IOException {
    var said = new CopyOnWriteArrayList<String>();
    var tracer = Tracer.open(TracerOptions.defaults().withDiagnostics(said::add));
    tracer.close();
    tracer.close();
    tracer.stop();
    tracer.await(LONG);

    assertThat(tracer.isOpen()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void askingAfterTheEndIsAnErrorAndNoCrash() throws IOException {
    var tracer = open();
    tracer.close();

    assertThatThrownBy(tracer::programFds).isInstanceOf(IOException.class);
    assertThatThrownBy(tracer::ledger).isInstanceOf(IOException.class);
  }

  @Test
  void theProgramsCanBeMeasured() throws IOException {
    try (var tracer = open()) {
      var descriptors = tracer.programFds();

      assertThat(descriptors.keySet())
          .containsExactly("on_exit", "on_rename", "on_exec", "on_fork");
      var info = "/proc/" + ProcessHandle.current().pid() + "/fdinfo/";
      assertThat(descriptors.values())
          .allSatisfy(fd -> assertThat(Command.run("cat", info + fd)).contains("prog_id:"));
    }
  }

  @Test
  void aTracerThatIsLostIsReportedAndClosed() throws IOException {
    var said = new CopyOnWriteArrayList<String>();
    openAndLose(TracerOptions.defaults().withDiagnostics(said::add));

    assertThat(
            Waiting.upTo(
                LONG,
                () -> {
                  System.gc();
                  return !said.isEmpty();
                }))
        .isTrue();
    assertThat(said).hasSize(1);
    assertThat(said.getFirst())
        .contains("never closed")
        .contains(TracerTest.class.getName() + ".openAndLose(TracerTest.java:");
    assertThat(openPrograms()).isZero();
  }

  private static void openAndLose(TracerOptions options) throws IOException {
    assertThat(Tracer.open(options).isOpen()).isTrue();
    assertThat(openPrograms()).isPositive();
  }

  @Test
  void noWaitIsTooLong() throws IOException {
    try (var tracer = Tracer.open(TracerOptions.defaults())) {
      Command.run("/bin/true");

      assertThat(tracer.read(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
    }
  }

  /** BPF programs that this JVM holds. */
  private static long openPrograms() {
    return Command.run("sh", "-c", "cat /proc/" + ProcessHandle.current().pid() + "/fdinfo/*")
        .lines()
        .filter(line -> line.startsWith("prog_id:"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, TracerOptions.MAX_ARGUMENT_LIMIT + 1, Integer.MIN_VALUE})
  void anArgumentLimitOutOfRangeIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TracerOptions.defaults().withArgumentLimit(bytes))
        .withMessageContaining("argument limit")
        .withMessageContaining(Integer.toString(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -4096, 32 << 10, (64 << 10) + 4096, 3 << 20, Integer.MIN_VALUE})
  void aRingSizeThatIsNonePossibleIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TracerOptions.defaults().withRingBytes(bytes))
        .withMessageContaining("power of two")
        .withMessageContaining(Integer.toString(bytes));
  }

  @Test
  void aRingThatIsTooSmallForARecordIsRefused() {
    var small = TracerOptions.defaults().withRingBytes(TracerOptions.MIN_RING_BYTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small.withArgumentLimit(TracerOptions.MAX_ARGUMENT_LIMIT))
        .withMessageContaining("a ring of 65536 bytes")
        .withMessageContaining("a ring of 262144 bytes")
        .withMessageContaining("an argument limit of at most");
    assertThat(
            small
                .withRingBytes(256 << 10)
                .withArgumentLimit(TracerOptions.MAX_ARGUMENT_LIMIT)
                .ringBytes())
        .isEqualTo(256 << 10);
  }

  @Test
  void theSmallestRingHoldsTwoOfTheLargestRecords() throws IOException {
    int limit = TracerOptions.largestArgumentLimit(TracerOptions.MIN_RING_BYTES);
    var options =
        TracerOptions.defaults()
            .withRingBytes(TracerOptions.MIN_RING_BYTES)
            .withArgumentLimit(limit);
    try (var tracer = Tracer.open(options)) {
      tracer.change(new Scope.OwnTree(), TracerOptions.MAX_ARGUMENT_LIMIT);
      Command.run("/bin/sh", "-c", "exec /bin/echo \"$0\"", "x".repeat(100_000));
      tracer.stop();
      var seen = new ArrayList<ProcessEvent>();
      tracer.drain(seen::add);

      assertThat(seen)
          .filteredOn(event -> event instanceof Exec exec && exec.arguments().truncated())
          .hasSize(2)
          .allMatch(event -> ((Exec) event).arguments().block().length == limit);
      assertThat(tracer.ledger().total().lostRingFull()).isZero();
    }
  }

  @Test
  void spawnIdsAreOfOneTracerOnly() throws IOException {
    var ids = new ArrayList<Integer>();
    try (var first = Tracer.open(TracerOptions.defaults())) {
      for (int i = 0; i < 40; i++) {
        try (var tracer =
            Tracer.open(TracerOptions.defaults().with(TracerOptions.Kind.FORK, true))) {
          Command.run("/bin/true");
          tracer.drain(event -> addFork(ids, event));
        }
      }
      first.drain(event -> addExec(ids, event));
    }

    assertThat(ids).hasSize(80).doesNotHaveDuplicates().allMatch(id -> id >= 1 << 30);
  }

  private static void addFork(List<Integer> ids, ProcessEvent event) {
    if (event instanceof ProcessEvent.Fork fork) {
      ids.add(fork.head().spawnId());
    }
  }

  private static void addExec(List<Integer> ids, ProcessEvent event) {
    if (isExecOf(event, "/bin/true")) {
      ids.add(event.head().spawnId());
    }
  }

  @Test
  void anEndThatWasNotReadIsKnownToTheKernel() throws Exception {
    try (var tracer = Tracer.open(TracerOptions.defaults())) {
      var process = new ProcessBuilder("/bin/cat").start();
      var head = tracer.read(LONG).orElseThrow().head();
      assertThat(tracer.hasEnded(head)).isFalse();
      process.destroyForcibly().waitFor();

      assertThat(Waiting.upTo(LONG, () -> tracer.hasEnded(head))).isTrue();
      assertThat(tracer.isAlive(head)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TracerOptions.MIN_RING_BYTES, 16 << 20})
  void aRingIsAsLargeAsWanted(int bytes) throws IOException {
    try (var tracer = Tracer.open(TracerOptions.defaults().withRingBytes(bytes))) {
      Command.run("/bin/true");

      assertThat(tracer.ringBytes()).isEqualTo(bytes);
      assertThat(Waiting.upTo(LONG, () -> tracer.drain(ignored -> {}) > 0)).isTrue();
      assertThat(tracer.ringHighWater()).isPositive().isLessThan(bytes);
    }
  }

  @Test
  void onlyTheKindsThatWereAskedForCome() throws IOException {
    var none = TracerOptions.defaults().with(TracerOptions.Kind.EXIT, false);
    try (var tracer = Tracer.open(none)) {
      Command.run("/bin/sh", "-c", "/no/such/program; exit 1");
      Command.run("/bin/true");
      tracer.stop();
      List<ProcessEvent> seen = new ArrayList<>();
      tracer.drain(seen::add);

      assertThat(seen).isNotEmpty().allMatch(event -> event instanceof Exec);
      assertThat(seen).filteredOn(event -> isExecOf(event, "/bin/true")).hasSize(1);
    }
  }
}
