package io.github.exectrace.recording;

import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.spawn.EarlyStarts;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.spawn.StackSample;
import io.github.exectrace.spawn.StackSampler;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ProcessEvent.Fork;
import io.github.exectrace.tracer.kernel.AgentChannel;
import io.github.exectrace.tracer.kernel.JavaThreadState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds and records who made a process, bypassing ProcessBuilder. Not safe for use by several
 * threads, except the counts.
 */
final class NativeSpawnWriter {
  private final StackSampler sampler;
  private final SpawnRegistry spawns;
  private volatile Redaction redaction = Redaction.DEFAULT;
  private final EarlyStarts early;
  private final Runnable earlyStart;
  private final KernelClock<NativeSpawnEvent> clock = new KernelClock<>(new NativeSpawnEvent());
  private final Map<Integer, Optional<JavaThreadState>> unmarked = new HashMap<>(); // by spawn id
  private final Map<Integer, StackSample> samples = new HashMap<>(); // by spawn id, until written
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong unverified = new AtomicLong();
  private final AtomicLong unattributed = new AtomicLong();

  /**
   * A writer that has seen nothing yet.
   *
   * @param agent says which forks no mark had announced
   * @param early starts of ProcessBuilder that look the same
   * @param earlyStart is run for each of them
   */
  NativeSpawnWriter(
      AgentChannel agent,
      StackSampler sampler,
      SpawnRegistry spawns,
      EarlyStarts early,
      Runnable earlyStart) {
    agent.listen(unmarked::put);
    this.sampler = sampler;
    this.spawns = spawns;
    this.early = early;
    this.earlyStart = earlyStart;
  }

  /** Sets what is masked of threads' names from now on. */
  void use(Redaction masks) {
    redaction = masks;
  }

  /** To be called as soon as an event is there: if it wants a sample, every moment counts. */
  void look(ProcessEvent event) {
    if (!(event instanceof Fork fork)) {
      return;
    }
    var state = unmarked.remove(fork.head().spawnId());
    if (state == null || fork.head().depth() != 1) {
      return;
    }
    var sample = sampler.sample(fork, state);
    var origin = early.originOf(sample);
    if (origin == EarlyStarts.Origin.NATIVE) {
      samples.put(fork.head().spawnId(), sample);
      return;
    }
    spawns.found(fork.head().spawnId(), sample);
    if (origin == EarlyStarts.Origin.EARLY) {
      earlyStart.run();
    }
  }

  /** Writes what was found, and makes it known to the events of the process that follow. */
  void write(Fork fork) {
    var sample = samples.remove(fork.head().spawnId());
    if (sample == null) {
      return;
    }
    spawns.found(fork.head().spawnId(), sample);
    count.incrementAndGet();
    if (!sample.verified()) {
      unverified.incrementAndGet();
    }
    if (sample.threadId() < 0) {
      unattributed.incrementAndGet();
    }
    var event = new NativeSpawnEvent();
    if (event.shouldCommit()) {
      fill(event, fork, sample);
      clock.at(event, fork.head().timeNanos());
      event.commit();
    }
  }

  private void fill(NativeSpawnEvent event, Fork fork, StackSample sample) {
    event.spawnId = fork.head().spawnId();
    event.pid = fork.head().pid();
    event.hostPid = fork.head().hostPid();
    event.forkTime = fork.head().startedNanos();
    event.spawnThread = sample.thread().orElse(null);
    event.spawnThreadName =
        EventText.of(redaction.applyToThreadName(sample.threadName().orElse(null)));
    event.spawnThreadId = sample.threadId();
    event.spawnSite = sample.site().orElse(null);
    event.osThreadId = fork.originTid();
    event.osThreadName = redaction.applyToThreadName(fork.callerName()).text();
    event.sampledStackTrace = sample.stackTrace().orElse(null);
    event.stackVerified = sample.verified();
    event.sampleDelay = Math.max(0, sample.takenNanos() - fork.head().timeNanos());
  }

  /** How many processes there were. */
  long count() {
    return count.get();
  }

  /** Of these, how many whose stack is not certain. */
  long unverified() {
    return unverified.get();
  }

  /** Of these, how many whose Java thread is not known, or that no Java thread made. */
  long unattributed() {
    return unattributed.get();
  }
}
