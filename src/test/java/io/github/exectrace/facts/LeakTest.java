package io.github.exectrace.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.exectrace.harness.BpfResources;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Waiting;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tracer that is closed leaves nothing behind, in this process or in the kernel. */
@Privileged
class LeakTest {
  // Each takes some 150 ms. -Dexectrace.cycles=1000 for a long look.
  private static final int CYCLES = Integer.getInteger("exectrace.cycles", 200);
  private static final int CYCLES_WITH_FAILURES = CYCLES / 10;
  private static final int WARM_UP = 3;
  // The JVM maps and unmaps for itself meanwhile; a leak would be one for each cycle.
  private static final long OWN_MAPPINGS = 30;

  private static final int QUESTIONS = 10_000;
  // Far less than the smallest thing that a question could leave behind.
  private static final long HEAP_BYTES_EACH = 64;

  private static final long RING_KIB = 4096;
  // It maps the constants and variables of a program itself, a page or so.
  private static final long LIBBPF_OWN_KIB = 8;

  private static long entries(String folder) throws IOException {
    try (var entries = Files.list(Path.of(folder))) {
      return entries.count();
    }
  }

  private static long mappings() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.count();
    }
  }

  private static void cycle(TracerOptions options, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (var tracer = Tracer.open(options)) {
        if (i % 20 == 0) {
          Command.run("/bin/true");
          assertThat(tracer.read(Duration.ofSeconds(10))).isPresent();
        }
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Links, programs, two maps that are asked, what wakes the reader: no more of the object's. */
  @Test
  void anOpenTracerHoldsFewDescriptors() throws IOException {
    long before = kernelDescriptors();
    try (var tracer = Tracer.open(TracerOptions.defaults())) {
      assertThat(kernelDescriptors() - before).isEqualTo(2 * tracer.programFds().size() + 4);
    }
    // A classic tracepoint takes a link, a program and a perf event.
    try (var tracer = Tracer.open(TracerOptions.defaults().with(Kind.FAILURE, true))) {
      assertThat(tracer.isOpen()).isTrue();
      assertThat(kernelDescriptors() - before).isBetween(12L, 18L);
    }
    assertThat(kernelDescriptors()).isEqualTo(before);
  }

  /** Those of no file, socket or pipe. */
  private static long kernelDescriptors() throws IOException {
    try (var entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries.filter(LeakTest::isOfTheKernel).count();
    }
  }

  private static boolean isOfTheKernel(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("anon_inode:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void askingAnOpenTracerKeepsNothing() throws IOException {
    try (var tracer = Tracer.open(TracerOptions.defaults())) {
      Command.run("/bin/true");
      var head = tracer.read(Duration.ofSeconds(10)).orElseThrow().head();
      ask(tracer, head, 100);
      long before = usedHeap();
      ask(tracer, head, QUESTIONS);

      assertThat(usedHeap() - before).isLessThan(QUESTIONS * HEAP_BYTES_EACH);
    }
  }

  private static void ask(Tracer tracer, ProcessEvent.Head head, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      tracer.ledger();
      tracer.isAlive(head);
      tracer.hasEnded(head);
      tracer.programFds();
    }
  }

  @SuppressWarnings("try") // it is open, and that is all
  private static void checkLeavesNothing(TracerOptions options, int cycles) throws IOException {
    cycle(options, WARM_UP);
    long descriptors = entries("/proc/self/fd");
    long threads = entries("/proc/self/task");
    long mappings = mappings();
    long pid = ProcessHandle.current().pid();
    BpfResources held;
    try (var ignored = Tracer.open(options)) {
      held = BpfResources.of(pid);
    }
    cycle(options, cycles);

    // Fewer, if the collector closes what something else has left open.
    assertThat(entries("/proc/self/fd")).isLessThanOrEqualTo(descriptors);
    assertThat(entries("/proc/self/task")).isBetween(threads - 10, threads + 10);
    assertThat(mappings() - mappings).isLessThan(Math.min(OWN_MAPPINGS, cycles));
    assertThat(BpfResources.of(pid).isEmpty()).isTrue();
    // The kernel frees them a little later.
    assertThat(held.programs()).isNotEmpty();
    assertThat(Waiting.upTo(Duration.ofSeconds(10), () -> held.left().isEmpty())).isTrue();
  }

  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  @Test
  void manyTracersOneAfterTheOther() throws IOException {
    checkLeavesNothing(TracerOptions.defaults(), CYCLES);
  }

  @Test
  void manyTracersOfFailures() throws IOException {
    checkLeavesNothing(TracerOptions.defaults().with(Kind.FAILURE, true), CYCLES_WITH_FAILURES);
  }

  @Test
  void aTracerThatIsRefused() throws IOException {
    var noLibrary = TracerOptions.defaults().withLibbpf(Path.of("/etc/passwd"));
    long descriptors = entries("/proc/self/fd");
    for (int i = 0; i < WARM_UP; i++) {
      assertThatIOException()
          .isThrownBy(() -> Tracer.open(noLibrary))
          .withMessageContaining("/etc/passwd");
    }

    assertThat(entries("/proc/self/fd")).isLessThanOrEqualTo(descriptors);
  }

  @Test
  @SuppressWarnings("try") // it is open, and that is all
  void aForkedChildDoesNotKeepTheRingAlive() throws IOException {
    try (var ignored = Tracer.open(TracerOptions.defaults())) {
      var shared = sharedWithTheKernel();

      assertThat(shared).anyMatch(mapping -> mapping.kib() >= RING_KIB);
      // In VmFlags: "do not copy area on fork" (Documentation/filesystems/proc.rst).
      assertThat(shared)
          .filteredOn(mapping -> mapping.kib() > LIBBPF_OWN_KIB)
          .allMatch(mapping -> mapping.flags().contains("dc"));
    }
  }

  /** A piece of this JVM's memory that belongs to a BPF map. */
  private record Mapping(long kib, List<String> flags) {}

  private static List<Mapping> sharedWithTheKernel() throws IOException {
    var found = new ArrayList<Mapping>();
    boolean shared = false;
    long kib = 0;
    for (var line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        shared = line.contains("bpf-map");
      } else if (line.startsWith("Size:")) {
        kib = Long.parseLong(line.replaceAll("\\D", ""));
      } else if (shared && line.startsWith("VmFlags:")) {
        found.add(new Mapping(kib, List.of(line.split(" +", -1))));
      }
    }
    return found;
  }
}
