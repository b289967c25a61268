package io.github.exectrace.recording;

import io.github.exectrace.bpf.AmbientCapabilities;
import io.github.exectrace.spawn.EarlyStarts;
import io.github.exectrace.spawn.SpawnMarks;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.spawn.StackSampler;
import io.github.exectrace.spawn.UnmarkedStarts;
import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.kernel.AgentChannel;
import io.github.exectrace.tracer.kernel.ThreadStates;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A tracer with all that belongs to it on the side of the JVM. What its first event needs is there
 * before: the marks for those who start something, the layout of threads, and the certainty that no
 * start without a mark is under way, or which those are.
 *
 * @param agent what there is of the tracer beside events
 * @param sampler empty if it is not wanted, or not possible in this JVM
 * @param failure why there is no sampler although it is wanted
 * @param early what was still under way when tracing began
 * @param dropsAmbient whether threads must give up ambient capabilities before they start something
 */
record PreparedTracer(
    Tracer tracer,
    AgentChannel agent,
    SpawnMarks marks,
    SpawnRegistry spawns,
    Optional<StackSampler> sampler,
    Optional<Throwable> failure,
    EarlyStarts early,
    boolean dropsAmbient) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** The first with the API through which libbpf is called, in the form that is called here. */
  private static final int JAVA_OF_KERNEL = 21;

  /** What a start can use before the tracer is attached. */
  record Marks(SpawnMarks table, SpawnRegistry spawns, boolean dropsAmbient) {}

  /**
   * Loads a tracer and attaches it.
   *
   * @param unmarked is awaited after loading and before attaching, a second at most
   * @param publish takes the marks, to be used from then on
   * @throws IOException if the system does not allow it
   */
  static PreparedTracer open(
      RecordingOptions options,
      Consumer<String> notices,
      UnmarkedStarts unmarked,
      Consumer<Marks> publish)
      throws IOException {
    int java = Runtime.version().feature();
    if (java < JAVA_OF_KERNEL) {
      throw new IOException(
          "this is Java "
              + java
              + ", and tracing the kernel takes Java "
              + JAVA_OF_KERNEL
              + " or later");
    }
    var agent = new AgentChannel(options.threadStates());
    var tracer = Tracer.load(options.tracer().withDiagnostics(notices), agent);
    try {
      var marks =
          new Marks(
              new SpawnMarks(agent.marks()),
              new SpawnRegistry(),
              !options.keepAmbient() && AmbientCapabilities.allowTracing());
      publish.accept(marks);
      var sampler = Optional.<StackSampler>empty();
      var failure = Optional.<Throwable>empty();
      if (agent.threadStates() != ThreadStates.NONE) {
        try {
          sampler = Optional.of(new StackSampler(agent));
        } catch (RuntimeException | LinkageError unexpected) {
          // Then processes of native code have no thread; all else goes on.
          failure = Optional.of(unexpected);
        }
      }
      var early = unmarked.await(LONGEST_WAIT);
      tracer.attach();
      return new PreparedTracer(
          tracer,
          agent,
          marks.table(),
          marks.spawns(),
          sampler,
          failure,
          early,
          marks.dropsAmbient());
    } catch (IOException | RuntimeException | Error refused) {
      tracer.close();
      throw refused;
    }
  }
}
