package io.github.exectrace.report;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.events.JdkEvents;
import io.github.exectrace.events.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One life of a JVM, which several recordings can be of. Pids and spawn ids mean something within
 * it only. Compared by identity; not safe for use by several threads.
 */
public final class JvmRun {
  /** Whole numbers in the tracer's statistics that count nothing. */
  private static final Set<String> NOT_COUNTERS =
      Set.of(
          JdkEvents.START_TIME, JdkEvents.DURATION, FieldNames.JVM_PID, FieldNames.JVM_START_TIME);

  private final int number;
  private final JvmIdentity identity;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Ledger ledger = new Ledger();
  private long beginNanos = Long.MAX_VALUE;
  private long endNanos = Long.MIN_VALUE;
  private long lastChunkNanos = Long.MIN_VALUE;
  private long recorderLostBytes;
  private boolean agentEvents;
  private boolean jdks;
  private boolean kernels;

  JvmRun(int number, JvmIdentity identity) {
    this.number = number;
    this.identity = identity;
  }

  void recordedIn(Path file) {
    files.add(file);
  }

  /** A chunk of it is there, of some time. */
  void recorded(long fromNanos, long toNanos) {
    beginNanos = Math.min(beginNanos, fromNanos);
    endNanos = Math.max(endNanos, toNanos);
    lastChunkNanos = Math.max(lastChunkNanos, fromNanos);
  }

  /** Takes the tracer's statistics, those that other versions count included. */
  void counted(EventFields statistics) {
    var counters = new ArrayList<String>();
    for (var field : statistics.event().getFields()) {
      if (field.getTypeName().equals("long") && !NOT_COUNTERS.contains(field.getName())) {
        counters.add(field.getName());
      }
    }
    ledger.add(statistics, counters);
  }

  void recorderLost(long bytes) {
    recorderLostBytes += Math.max(0, bytes);
  }

  void sawAgentEvents() {
    agentEvents = true;
  }

  void sawKernels() {
    agentEvents = true;
    kernels = true;
  }

  void sawJdks() {
    jdks = true;
  }

  boolean hasAgentEvents() {
    return agentEvents;
  }

  /** 1 for the first JVM of a report, 2 for the next. */
  public int number() {
    return number;
  }

  /** Which JVM it was, as far as a recording says. */
  public JvmIdentity identity() {
    return identity;
  }

  /** The recordings it was found in. */
  public Set<Path> files() {
    return files;
  }

  /** What the tracer says that it saw and missed. */
  public Ledger ledger() {
    return ledger;
  }

  /** How many bytes Flight Recorder itself lost of its data. */
  public long recorderLostBytes() {
    return recorderLostBytes;
  }

  /** When recording began, in nanoseconds since 1970. */
  public long beginNanos() {
    return beginNanos;
  }

  /** When recording ended, in nanoseconds since 1970. */
  public long endNanos() {
    return endNanos;
  }

  /**
   * Whether the tracer's account reaches to the end. It is written when a chunk ends, so it does
   * not if the JVM was killed in its last one.
   */
  public boolean isAccountedFor() {
    return !ledger.isEmpty() && ledger.lastNanos() >= lastChunkNanos;
  }

  /** How much can be known of it. */
  public Coverage coverage() {
    if (kernels || ledger.mode().equals("kernel")) {
      return Coverage.KERNEL;
    }
    if (agentEvents || !ledger.isEmpty()) {
      return Coverage.JAVA;
    }
    return jdks ? Coverage.JDK : Coverage.NONE;
  }
}
