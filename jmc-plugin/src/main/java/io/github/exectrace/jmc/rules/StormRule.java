package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Many starts in a short time, and the lines that they come from. */
public final class StormRule extends ProcessRule {
  static final TypedPreference<IQuantity> WINDOW =
      Limits.millis(
          "exectrace.storm.window",
          Messages.get("rule.storm.window"),
          Messages.get("rule.storm.window.description"),
          1000);

  static final TypedPreference<IQuantity> INFO =
      Limits.count(
          "exectrace.storm.info",
          Messages.get("rule.storm.info"),
          Messages.get("rule.storm.info.description"),
          20);

  static final TypedPreference<IQuantity> WARNING =
      Limits.count(
          "exectrace.storm.warning",
          Messages.get("rule.storm.warning"),
          Messages.get("rule.storm.warning.description"),
          100);

  private static final TypedResult<IQuantity> PEAK_BEGIN =
      new TypedResult<>(
          "peakBegin",
          Messages.get("rule.storm.begin"),
          Messages.get("rule.storm.begin.description"),
          UnitLookup.TIMESTAMP,
          IQuantity.class);

  private static final TypedResult<IQuantity> ALL =
      new TypedResult<>(
          "all",
          Messages.get("rule.storm.all"),
          Messages.get("rule.storm.all.description"),
          UnitLookup.NUMBER,
          IQuantity.class);

  /** Called by JMC. */
  public StormRule() {
    super(
        "exectrace.SpawnStorm",
        Messages.get("rule.storm.name"),
        Map.of(),
        List.of(WINDOW, INFO, WARNING),
        List.of(PEAK_BEGIN, ALL));
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var spawns = model.spawns();
    if (spawns.isEmpty()) {
      return Finding.ok(Messages.get("rule.storm.none"));
    }
    long window = limits.getPreferenceValue(WINDOW).clampedLongValueIn(UnitLookup.NANOSECOND);
    var peak = peak(spawns, window);
    double info = limits.getPreferenceValue(INFO).doubleValue();
    double warning = Math.max(info + 1, limits.getPreferenceValue(WARNING).doubleValue());
    double score = RulesToolkit.mapExp100(peak.size(), info, warning);
    return Finding.of(
            score,
            Messages.get("rule.storm.ok"),
            Messages.get("rule.storm.summary"),
            Messages.get("rule.storm.explanation"),
            Messages.get("rule.storm.solution"))
        .count(peak.size())
        .with(ALL, UnitLookup.NUMBER_UNITY.quantity(spawns.size()))
        .with(PEAK_BEGIN, UnitLookup.EPOCH_NS.quantity(peak.get(0).time()))
        .top(Tally.top(peak, Spawns::siteAndProgram))
        .events(Queries.ofSpawns(peak));
  }

  /** The starts within the fullest window. */
  private static List<Spawn> peak(List<Spawn> spawns, long window) {
    int bestFrom = 0;
    int bestTo = 0;
    int from = 0;
    for (int to = 1; to <= spawns.size(); to++) {
      long end = spawns.get(to - 1).time();
      while (end - spawns.get(from).time() > window) {
        from++;
      }
      if (to - from > bestTo - bestFrom) {
        bestFrom = from;
        bestTo = to;
      }
    }
    return spawns.subList(bestFrom, bestTo);
  }
}
