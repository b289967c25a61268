package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Processes that were alive when the recording ended, those that no one waits for among them. */
public final class LeftRunningRule extends ProcessRule {
  static final TypedPreference<IQuantity> AGE =
      Limits.millis(
          "exectrace.leftRunning.age",
          Messages.get("rule.leftRunning.age"),
          Messages.get("rule.leftRunning.age.description"),
          10_000);

  static final TypedPreference<IQuantity> WARNING =
      Limits.count(
          "exectrace.leftRunning.warning",
          Messages.get("rule.leftRunning.warning"),
          Messages.get("rule.leftRunning.warning.description"),
          10);

  private static final TypedResult<IQuantity> ORPHANS =
      new TypedResult<>(
          "orphans",
          Messages.get("rule.leftRunning.orphans"),
          Messages.get("rule.leftRunning.orphans.description"),
          UnitLookup.NUMBER,
          IQuantity.class);

  /** Called by JMC. */
  public LeftRunningRule() {
    super(
        "exectrace.LeftRunning",
        Messages.get("rule.leftRunning.name"),
        needs(EventNames.PROCESS_EXEC),
        List.of(AGE, WARNING),
        List.of(ORPHANS));
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    long age = limits.getPreferenceValue(AGE).clampedLongValueIn(UnitLookup.NANOSECOND);
    var left = new ArrayList<TracedProcess>();
    boolean endsKnown = false;
    for (var process : model.processes()) {
      endsKnown |= process.ending() != TracedProcess.End.UNKNOWN;
      if (process.ending() == TracedProcess.End.RUNNING
          && !process.isAdopted()
          && (process.isOrphaned() || model.end() - process.start() >= age)) {
        left.add(process);
      }
    }
    if (!endsKnown) {
      return Finding.notApplicable(Messages.get("rule.leftRunning.unknown"));
    }
    if (left.isEmpty()) {
      return Finding.ok(Messages.get("rule.leftRunning.ok"));
    }
    long orphans = left.stream().filter(TracedProcess::isOrphaned).count();
    double warning = Math.max(2, limits.getPreferenceValue(WARNING).doubleValue());
    return Finding.of(
            RulesToolkit.mapExp100(left.size(), 1, warning),
            Messages.get("rule.leftRunning.summary"))
        .because(
            Messages.get(
                model.ledger().lost() > 0
                    ? "rule.leftRunning.explanation.lost"
                    : "rule.leftRunning.explanation"))
        .advice(Messages.get("rule.leftRunning.solution"))
        .count(left.size())
        .with(ORPHANS, UnitLookup.NUMBER_UNITY.quantity(orphans))
        .top(Tally.top(left, Spawns::siteAndCommand))
        .events(Queries.ofProcesses(left));
  }
}
