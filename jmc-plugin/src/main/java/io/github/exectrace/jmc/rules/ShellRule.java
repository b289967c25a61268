package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.CallSite;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Shells that the JVM started: a process more than needed, and an open door for injection. */
public final class ShellRule extends ProcessRule {
  static final TypedPreference<IQuantity> SHELLS =
      Limits.count(
          "exectrace.shell.limit",
          Messages.get("rule.shell.limit"),
          Messages.get("rule.shell.limit.description"),
          1);

  static final TypedPreference<IQuantity> VARIANTS =
      Limits.count(
          "exectrace.shell.variants",
          Messages.get("rule.shell.variants"),
          Messages.get("rule.shell.variants.description"),
          5);

  private static final TypedResult<IQuantity> BUILT =
      new TypedResult<>(
          "builtCommands",
          Messages.get("rule.shell.built"),
          Messages.get("rule.shell.built.description"),
          UnitLookup.NUMBER,
          IQuantity.class);

  private static final double MAYBE_INJECTION = 80;

  /** Called by JMC. */
  public ShellRule() {
    super(
        "exectrace.Shells",
        Messages.get("rule.shell.name"),
        Map.of(),
        List.of(SHELLS, VARIANTS),
        List.of(BUILT));
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var shells = new ArrayList<Spawn>();
    for (var spawn : model.spawns()) {
      if (Shells.isShell(spawn.program()) && spawn.kind() != Spawn.Kind.NATIVE) {
        shells.add(spawn);
      }
    }
    if (shells.isEmpty()) {
      return Finding.ok(Messages.get("rule.shell.ok"));
    }
    int built = sitesOfBuiltCommands(shells, limits.getPreferenceValue(VARIANTS).longValue());
    double score =
        RulesToolkit.mapExp74(shells.size(), limits.getPreferenceValue(SHELLS).doubleValue());
    return Finding.of(
            built > 0 ? MAYBE_INJECTION : score,
            Messages.get(built > 0 ? "rule.shell.summary.built" : "rule.shell.summary"))
        .because(
            Messages.get(built > 0 ? "rule.shell.explanation.built" : "rule.shell.explanation"))
        .advice(Messages.get("rule.shell.solution"))
        .count(shells.size())
        .with(BUILT, UnitLookup.NUMBER_UNITY.quantity(built))
        .top(Tally.top(shells, Spawns::siteAndCommand))
        .events(Queries.ofSpawns(shells));
  }

  /** Lines that gave a shell so many different commands that these must be put together there. */
  private static int sitesOfBuiltCommands(List<Spawn> shells, long variants) {
    var commands = new HashMap<CallSite, Set<String>>();
    for (var shell : shells) {
      if (shell.site().isKnown()) {
        commands.computeIfAbsent(shell.site(), site -> new HashSet<>()).add(shell.commandLine());
      }
    }
    return (int) commands.values().stream().filter(texts -> texts.size() >= variants).count();
  }
}
