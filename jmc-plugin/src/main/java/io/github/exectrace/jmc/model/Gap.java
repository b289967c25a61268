package io.github.exectrace.jmc.model;

import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.List;

/** Something that the recording does not tell, and why. Immutable. */
public final class Gap {
  /** What is missing, the gravest first. */
  public enum Kind {
    /** There is nothing about processes. */
    NO_EVENTS(false),
    /** There is nothing of the agent's, only the JDK's own event. */
    JDK_EVENTS_ONLY(false),
    /** The agent could not trace the kernel: nothing below this JVM's own children. */
    KERNEL_NOT_TRACED(false),
    /** Records were lost between kernel and JVM. */
    LOST(true),
    /** Processes whose descendants are missing. */
    UNTRACKED(true),
    /** Events that the kernel did not call the tracer for. */
    MISSED(true),
    /** Records that could not be read. */
    MALFORMED(true),
    /** Starts before tracing was ready. */
    UNRECORDED(true),
    /** Starts that an error in the agent kept out. */
    HOOK_FAILURES(true),
    /** Processes without a Java thread. */
    UNATTRIBUTED(true),
    /** Command lines that lack arguments. */
    TRUNCATED(true),
    /** The starts themselves are not in the recording: no stacks, no waiting times. */
    NO_SPAWNS(false),
    /** Execs are not in the recording. */
    NO_EXECS(false),
    /** Ends are not in the recording. */
    NO_EXITS(false),
    /** The ledger is not in the recording: whether something was lost is not known. */
    NO_LEDGER(false);

    private final boolean loss;

    Kind(boolean loss) {
      this.loss = loss;
    }
  }

  private final Kind kind;
  private final long count;
  private final String text;

  private Gap(Kind kind, long count, String text) {
    this.kind = kind;
    this.count = count;
    this.text = text;
  }

  static List<Gap> of(ProcessModel model, boolean exitsRecorded) {
    var gaps = new ArrayList<Gap>();
    if (model.source() == ProcessModel.Source.NONE) {
      gaps.add(new Gap(Kind.NO_EVENTS, 0, Messages.get("model.gap.noEvents")));
    } else if (model.source() == ProcessModel.Source.JDK_PROCESS_START) {
      gaps.add(new Gap(Kind.JDK_EVENTS_ONLY, 0, Messages.get("model.gap.jdkEventsOnly")));
    } else {
      addOfEvents(gaps, model, exitsRecorded);
      addOfLedger(gaps, model);
      gaps.sort((a, b) -> a.kind.compareTo(b.kind));
    }
    return List.copyOf(gaps);
  }

  private static void addOfEvents(List<Gap> gaps, ProcessModel model, boolean exitsRecorded) {
    var ledger = model.ledger();
    boolean kernel = !ledger.isPresent() || ledger.isKernelTraced();
    if (!ledger.isPresent()) {
      gaps.add(new Gap(Kind.NO_LEDGER, 0, Messages.get("model.gap.noLedger")));
    }
    if (!kernel) {
      var reason = ledger.reason().orElse(Messages.get("model.gap.reasonUnknown"));
      gaps.add(
          new Gap(Kind.KERNEL_NOT_TRACED, 0, Messages.format("model.gap.kernelNotTraced", reason)));
    }
    if (model.spawns().stream().anyMatch(spawn -> spawn.kind() == Spawn.Kind.INFERRED)) {
      gaps.add(new Gap(Kind.NO_SPAWNS, 0, Messages.get("model.gap.noSpawns")));
    }
    if (kernel && model.spawns().stream().anyMatch(Gap::hasNoExecItem)) {
      gaps.add(new Gap(Kind.NO_EXECS, 0, Messages.get("model.gap.noExecs")));
    }
    if (kernel && !exitsRecorded) {
      gaps.add(new Gap(Kind.NO_EXITS, 0, Messages.get("model.gap.noExits")));
    }
    add(
        gaps,
        Kind.TRUNCATED,
        model.execs().stream().filter(Gap::lacksArguments).count(),
        "model.gap.truncated");
  }

  private static boolean lacksArguments(Exec exec) {
    return exec.isTruncated() && !exec.isLauncher() && !exec.isPathSearch();
  }

  private static boolean hasNoExecItem(Spawn spawn) {
    return spawn.succeeded()
        && spawn.kind() == Spawn.Kind.JAVA
        && spawn.process().execs().stream().noneMatch(Exec::isSeenByKernel);
  }

  private static void addOfLedger(List<Gap> gaps, ProcessModel model) {
    var ledger = model.ledger();
    add(gaps, Kind.LOST, ledger.lost(), "model.gap.lost");
    add(gaps, Kind.UNTRACKED, ledger.count("untrackedProcesses"), "model.gap.untracked");
    add(gaps, Kind.MISSED, ledger.count("missed"), "model.gap.missed");
    add(gaps, Kind.MALFORMED, ledger.count("malformed"), "model.gap.malformed");
    add(gaps, Kind.UNRECORDED, ledger.count("unrecorded"), "model.gap.unrecorded");
    add(gaps, Kind.HOOK_FAILURES, ledger.count("hookFailures"), "model.gap.hookFailures");
    add(gaps, Kind.UNATTRIBUTED, ledger.count("unattributed"), "model.gap.unattributed");
  }

  private static void add(List<Gap> gaps, Kind kind, long count, String key) {
    if (count > 0) {
      gaps.add(new Gap(kind, count, Messages.format(key, count)));
    }
  }

  public Kind kind() {
    return kind;
  }

  /** How many; 0 if that is not what it is about. */
  public long count() {
    return count;
  }

  /** Whether something was missed that should be there, so that silence is not to be trusted. */
  public boolean isLoss() {
    return kind.loss;
  }

  /** A sentence for the user: what is missing, why, and what helps. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
