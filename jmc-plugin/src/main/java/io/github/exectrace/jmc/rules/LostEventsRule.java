package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Warning;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** What the tracer missed, so that silence is not taken for peace. */
public final class LostEventsRule extends ProcessRule {
  static final TypedPreference<IQuantity> WARNING =
      Limits.count(
          "exectrace.lost.warning",
          Messages.get("rule.lost.warning"),
          Messages.get("rule.lost.warning.description"),
          1);

  static final TypedPreference<IQuantity> TRUNCATED =
      Limits.count(
          "exectrace.lost.truncated",
          Messages.get("rule.lost.truncated"),
          Messages.get("rule.lost.truncated.description"),
          1);

  private static final double BLIND = 60;
  private static final double PARTLY = 30;

  /** With one of these, nothing proves that all is there. */
  private static final Set<Warning.Kind> UNPROVEN =
      EnumSet.of(
          Warning.Kind.KERNEL_NOT_TRACED, Warning.Kind.PARTLY_TRACED, Warning.Kind.LEDGER_ENDS);

  /** Called by JMC. */
  public LostEventsRule() {
    super(
        "exectrace.LostEvents",
        Messages.get("rule.lost.name"),
        needs(EventNames.TRACER_STATISTICS),
        List.of(WARNING, TRUNCATED),
        List.of());
  }

  @Override
  boolean judgesTheRecording() {
    return true;
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var warnings =
        model.warnings().stream()
            .filter(warning -> warning.isLoss() || UNPROVEN.contains(warning.kind()))
            .collect(Collectors.toList());
    if (warnings.isEmpty()) {
      return Finding.ok(Messages.get("rule.lost.ok"));
    }
    double score = 0;
    for (var warning : warnings) {
      score = Math.max(score, score(warning, limits));
    }
    return Finding.of(score, Messages.get("rule.lost.summary"))
        .because(Messages.get("rule.lost.explanation"))
        .advice(Messages.get("rule.lost.solution"))
        .count(warnings.stream().filter(Warning::isLoss).mapToLong(Warning::count).sum())
        .top(warnings.stream().map(Warning::text).collect(Collectors.toList()))
        .events(Queries.ofTypes(EventNames.TRACER_STATISTICS));
  }

  private static double score(Warning warning, IPreferenceValueProvider limits) {
    switch (warning.kind()) {
      case KERNEL_NOT_TRACED:
      case SEVERAL_JVMS:
      case UNREAD:
      case UNBALANCED:
        return BLIND;
      case PARTLY_TRACED:
      case LEDGER_ENDS:
        return PARTLY;
      case TRUNCATED:
        return RulesToolkit.mapExp74(
            (double) warning.count(), limits.getPreferenceValue(TRUNCATED).doubleValue());
      default:
        return RulesToolkit.mapExp100(
            (double) warning.count(), limits.getPreferenceValue(WARNING).doubleValue());
    }
  }
}
