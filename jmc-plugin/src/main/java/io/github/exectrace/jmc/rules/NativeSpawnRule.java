package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;

/** Processes that native code in this JVM started, bypassing ProcessBuilder. */
public final class NativeSpawnRule extends ProcessRule {
  static final TypedPreference<IQuantity> LIMIT =
      Limits.count(
          "exectrace.native.limit",
          Messages.get("rule.native.limit"),
          Messages.get("rule.native.limit.description"),
          1);

  /** Called by JMC. */
  public NativeSpawnRule() {
    super(
        "exectrace.NativeSpawns",
        Messages.get("rule.native.name"),
        needs(EventNames.NATIVE_SPAWN, EventAvailability.ENABLED),
        List.of(LIMIT),
        List.of());
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var spawns =
        model.spawns().stream()
            .filter(spawn -> spawn.kind() == Spawn.Kind.NATIVE)
            .collect(Collectors.toList());
    if (spawns.isEmpty()) {
      return !model.ledger().isEmpty() && !model.ledger().isKernelTraced()
          ? Finding.notApplicable(Messages.get("rule.native.unknown"))
          : Finding.ok(Messages.get("rule.native.ok"));
    }
    double limit = limits.getPreferenceValue(LIMIT).doubleValue();
    return Finding.of(
            RulesToolkit.mapExp74(spawns.size(), limit), Messages.get("rule.native.summary"))
        .because(Messages.get("rule.native.explanation"))
        .advice(Messages.get("rule.native.solution"))
        .count(spawns.size())
        .top(Tally.top(spawns, Spawns::siteAndCommand))
        .events(Queries.ofSpawns(spawns));
  }
}
