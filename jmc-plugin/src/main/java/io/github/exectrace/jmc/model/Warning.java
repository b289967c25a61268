package io.github.exectrace.jmc.model;

import io.github.exectrace.events.FieldNames;
import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.List;

/** Something that the recording does not say, and why. Immutable. */
public final class Warning {
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

  private Warning(Kind kind, long count, String text) {
    this.kind = kind;
    this.count = count;
    this.text = text;
  }

  static List<Warning> of(ProcessModel model, boolean exitsRecorded) {
    var warnings = new ArrayList<Warning>();
    if (model.jvms() > 1) {
      add(warnings, Kind.SEVERAL_JVMS, model.jvms(), "model.warning.severalJvms");
    } else if (model.source() == ProcessModel.Source.NONE) {
      warnings.add(new Warning(Kind.NO_EVENTS, 0, Messages.get("model.warning.noEvents")));
    } else if (model.source() == ProcessModel.Source.JDK_PROCESS_START) {
      warnings.add(
          new Warning(Kind.JDK_EVENTS_ONLY, 0, Messages.get("model.warning.jdkEventsOnly")));
    } else {
      addOfEvents(warnings, model, exitsRecorded);
      addOfLedger(warnings, model);
      warnings.sort((a, b) -> a.kind.compareTo(b.kind));
    }
    return List.copyOf(warnings);
  }

  private static void addOfEvents(
      List<Warning> warnings, ProcessModel model, boolean exitsRecorded) {
    var ledger = model.ledger();
    boolean kernel = ledger.isEmpty() || ledger.isKernelTraced();
    if (ledger.isEmpty()) {
      warnings.add(new Warning(Kind.NO_LEDGER, 0, Messages.get("model.warning.noLedger")));
    }
    if (!kernel) {
      var reason = orUnknown(ledger.reason());
      warnings.add(
          new Warning(
              Kind.KERNEL_NOT_TRACED, 0, Messages.format("model.warning.kernelNotTraced", reason)));
    }
    if (model.spawns().stream().anyMatch(spawn -> spawn.kind() == Spawn.Kind.INFERRED)) {
      warnings.add(new Warning(Kind.NO_SPAWNS, 0, Messages.get("model.warning.noSpawns")));
    }
    if (kernel && model.spawns().stream().anyMatch(Warning::hasNoExecItem)) {
      warnings.add(new Warning(Kind.NO_EXECS, 0, Messages.get("model.warning.noExecs")));
    }
    if (kernel && !exitsRecorded) {
      warnings.add(new Warning(Kind.NO_EXITS, 0, Messages.get("model.warning.noExits")));
    }
    add(
        warnings,
        Kind.TRUNCATED,
        model.execs().stream().filter(Warning::lacksArguments).count(),
        "model.warning.truncated");
  }

  private static boolean lacksArguments(Exec exec) {
    return exec.isTruncated() && !exec.isLauncher() && !exec.isPathSearch();
  }

  private static boolean hasNoExecItem(Spawn spawn) {
    return spawn.succeeded()
        && spawn.kind() == Spawn.Kind.JAVA
        && spawn.process().execs().stream().noneMatch(Exec::isSeenByKernel);
  }

  private static void addOfLedger(List<Warning> warnings, ProcessModel model) {
    var ledger = model.ledger();
    add(warnings, Kind.LOST, ledger.lost(), "model.warning.lost");
    addOfProof(warnings, model);
    add(
        warnings,
        Kind.UNTRACKED,
        ledger.count(FieldNames.UNTRACKED_PROCESSES),
        "model.warning.untracked");
    add(warnings, Kind.MISSED, ledger.count(FieldNames.MISSED), "model.warning.missed");
    add(warnings, Kind.MALFORMED, ledger.count(FieldNames.MALFORMED), "model.warning.malformed");
    add(warnings, Kind.UNRECORDED, ledger.count(FieldNames.UNRECORDED), "model.warning.unrecorded");
    add(
        warnings,
        Kind.HOOK_FAILURES,
        ledger.count(FieldNames.HOOK_FAILURES),
        "model.warning.hookFailures");
    add(
        warnings,
        Kind.UNATTRIBUTED,
        ledger.count(FieldNames.UNATTRIBUTED),
        "model.warning.unattributed");
  }

  /** Without these, nothing proves that the recording is complete. */
  private static void addOfProof(List<Warning> warnings, ProcessModel model) {
    var ledger = model.ledger();
    if (ledger.isEmpty()) {
      return;
    }
    if (!ledger.isRead()) {
      warnings.add(new Warning(Kind.UNREAD, 1, Messages.get("model.warning.unread")));
    } else if (!ledger.balances()) {
      warnings.add(new Warning(Kind.UNBALANCED, 1, Messages.get("model.warning.unbalanced")));
    } else {
      add(warnings, Kind.UNDELIVERED, ledger.undelivered(), "model.warning.undelivered");
    }
    if (!ledger.isKernelTraced()) {
      return;
    }
    for (var reason : ledger.reasons()) {
      warnings.add(
          new Warning(
              Kind.PARTLY_TRACED, 0, Messages.format("model.warning.partlyTraced", reason)));
    }
    if (!ledger.isTracingToTheEnd()) {
      var state = orUnknown(ledger.state());
      warnings.add(
          new Warning(Kind.PARTLY_TRACED, 0, Messages.format("model.warning.notToTheEnd", state)));
    }
    if (model.end() > ledger.lastNanos() + LEDGER_SLACK_NANOS) {
      warnings.add(new Warning(Kind.LEDGER_ENDS, 0, Messages.get("model.warning.ledgerEnds")));
    }
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? Messages.get("model.warning.reasonUnknown") : text;
  }

  private static void add(List<Warning> warnings, Kind kind, long count, String key) {
    if (count > 0) {
      warnings.add(new Warning(kind, count, Messages.format(key, count)));
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
