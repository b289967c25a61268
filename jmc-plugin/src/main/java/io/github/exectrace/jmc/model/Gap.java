package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.List;

/** Something that the recording does not say, and why. Immutable. */
public final class Gap {
  /** What is missing, the gravest first. */
  public enum Kind {
    /** There is nothing about processes. */
    NO_EVENTS(false),
    /** There is nothing of the agent's, only the JDK's own event. */
    JDK_EVENTS_ONLY(false),
    /** The agent could not trace the kernel: nothing below this JVM's own children. */
    KERNEL_NOT_TRACED(false),
    /** Chunks of several JVMs, whose numbers mean different things, are in one file. */
    SEVERAL_JVMS(true),
    /** Records were lost between kernel and JVM. */
    LOST(true),
    /** What the kernel program counted could not be read. */
    UNREAD(true),
    /** What the kernel program saw does not add up. */
    UNBALANCED(true),
    /** Records that had not been read when tracing or the recording ended. */
    UNDELIVERED(true),
    /** Processes whose descendants are missing. */
    UNTRACKED(true),
    /** Events that the kernel did not call the tracer for. */
    MISSED(true),
    /** Records that could not be read. */
    MALFORMED(true),
    /** Starts before tracing was ready. */
    UNRECORDED(true),
    /** Starts that were not recorded because of an error in the agent. */
    HOOK_FAILURES(true),
    /** Processes without a Java thread. */
    UNATTRIBUTED(true),
    /** Command lines that lack arguments. */
    TRUNCATED(true),
    /** The tracer itself says that it could not trace all, or not to the end. */
    PARTLY_TRACED(false),
    /** The starts themselves are not in the recording: no stacks, no waiting times. */
    NO_SPAWNS(false),
    /** Execs are not in the recording. */
    NO_EXECS(false),
    /** Ends are not in the recording. */
    NO_EXITS(false),
    /** The ledger is not in the recording: whether something was lost is not known. */
    NO_LEDGER(false),
    /** The ledger ends before the recording does: the JVM was killed. */
    LEDGER_ENDS(false);

    private final boolean loss;

    Kind(boolean loss) {
      this.loss = loss;
    }
  }

  /** The ledger is written when a chunk ends, a little before what is left to be written. */
  private static final long LEDGER_SLACK_NANOS = 2_000_000_000;

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
    if (model.jvms() > 1) {
      add(gaps, Kind.SEVERAL_JVMS, model.jvms(), "model.gap.severalJvms");
    } else if (model.source() == ProcessModel.Source.NONE) {
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
    addOfProof(gaps, model);
    add(gaps, Kind.UNTRACKED, ledger.count(FieldNames.UNTRACKED_PROCESSES), "model.gap.untracked");
    add(gaps, Kind.MISSED, ledger.count(FieldNames.MISSED), "model.gap.missed");
    add(gaps, Kind.MALFORMED, ledger.count(FieldNames.MALFORMED), "model.gap.malformed");
    add(gaps, Kind.UNRECORDED, ledger.count(FieldNames.UNRECORDED), "model.gap.unrecorded");
    add(gaps, Kind.HOOK_FAILURES, ledger.count(FieldNames.HOOK_FAILURES), "model.gap.hookFailures");
    add(gaps, Kind.UNATTRIBUTED, ledger.count(FieldNames.UNATTRIBUTED), "model.gap.unattributed");
  }

  /** Without these, nothing proves that the recording is complete. */
  private static void addOfProof(List<Gap> gaps, ProcessModel model) {
    var ledger = model.ledger();
    if (!ledger.isPresent()) {
      return;
    }
    if (!ledger.isRead()) {
      gaps.add(new Gap(Kind.UNREAD, 1, Messages.get("model.gap.unread")));
    } else if (!ledger.balances()) {
      gaps.add(new Gap(Kind.UNBALANCED, 1, Messages.get("model.gap.unbalanced")));
    } else {
      add(gaps, Kind.UNDELIVERED, ledger.undelivered(), "model.gap.undelivered");
    }
    if (!ledger.isKernelTraced()) {
      return;
    }
    for (var reason : ledger.reasons()) {
      gaps.add(new Gap(Kind.PARTLY_TRACED, 0, Messages.format("model.gap.partlyTraced", reason)));
    }
    if (!ledger.isTracingToTheEnd()) {
      var state = ledger.state().orElse(Messages.get("model.gap.reasonUnknown"));
      gaps.add(new Gap(Kind.PARTLY_TRACED, 0, Messages.format("model.gap.notToTheEnd", state)));
    }
    if (model.end() > ledger.time() + LEDGER_SLACK_NANOS) {
      gaps.add(new Gap(Kind.LEDGER_ENDS, 0, Messages.get("model.gap.ledgerEnds")));
    }
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
