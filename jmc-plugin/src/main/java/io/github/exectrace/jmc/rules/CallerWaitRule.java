package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.StartHistogram;
import io.github.exectrace.jmc.model.StartHistogram.GroupBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmc.common.IDisplayable;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Time that Java threads lost waiting until a process was started. */
public final class CallerWaitRule extends ProcessRule {
  static final TypedPreference<IQuantity> LONGEST =
      Limits.millis(
          "exectrace.callerWait.longest",
          Messages.get("rule.callerWait.longest"),
          Messages.get("rule.callerWait.longest.description"),
          100);

  static final TypedPreference<IQuantity> PER_MINUTE =
      Limits.millis(
          "exectrace.callerWait.perMinute",
          Messages.get("rule.callerWait.perMinute"),
          Messages.get("rule.callerWait.perMinute.description"),
          3000);

  private static final TypedResult<IQuantity> TOTAL =
      timespan(
          "totalWait",
          Messages.get("rule.callerWait.total"),
          Messages.get("rule.callerWait.total.description"));

  private static final TypedResult<IQuantity> LONGEST_WAIT =
      timespan(
          "longestWait",
          Messages.get("rule.callerWait.longestWait"),
          Messages.get("rule.callerWait.longestWait.description"));

  private static final TypedResult<IQuantity> WAIT_99 =
      timespan(
          "wait99",
          Messages.get("rule.callerWait.wait99"),
          Messages.get("rule.callerWait.wait99.description"));

  private static final double NANOS_PER_MINUTE = 60e9;

  /** Above how many times the limit JMC warns. */
  private static final int WARNING_FACTOR = 10;

  /** Called by JMC. */
  public CallerWaitRule() {
    super(
        "exectrace.CallerWait",
        Messages.get("rule.callerWait.name"),
        needs(EventNames.PROCESS_SPAWN),
        List.of(LONGEST, PER_MINUTE),
        List.of(TOTAL, LONGEST_WAIT, WAIT_99));
  }

  private static TypedResult<IQuantity> timespan(String id, String name, String description) {
    return new TypedResult<>(id, name, description, UnitLookup.TIMESPAN, IQuantity.class);
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var waits = new ArrayList<Spawn>();
    for (var spawn : model.spawns()) {
      if (spawn.callerWaitNanos() >= 0) {
        waits.add(spawn);
      }
    }
    if (waits.isEmpty()) {
      return Finding.notApplicable(Messages.get("rule.callerWait.unknown"));
    }
    waits.sort(Comparator.comparingLong(Spawn::callerWaitNanos));
    long longest = waits.get(waits.size() - 1).callerWaitNanos();
    long wait99 = waits.get((int) Math.ceil(waits.size() * 0.99) - 1).callerWaitNanos();
    long total = waits.stream().mapToLong(Spawn::callerWaitNanos).sum();
    double score =
        Math.max(
            score((double) longest, limits, LONGEST),
            score(perMinute(model, total), limits, PER_MINUTE));
    return Finding.of(
            score,
            Messages.get("rule.callerWait.ok"),
            Messages.get("rule.callerWait.summary"),
            Messages.get("rule.callerWait.explanation"),
            Messages.get("rule.callerWait.solution"))
        .count(waits.size())
        .with(TOTAL, UnitLookup.NANOSECOND.quantity(total))
        .with(LONGEST_WAIT, UnitLookup.NANOSECOND.quantity(longest))
        .with(WAIT_99, UnitLookup.NANOSECOND.quantity(wait99))
        .top(bySite(waits))
        .events(Queries.ofSpawns(waits.subList(Math.max(0, waits.size() - 1000), waits.size())));
  }

  /** A recording of less than a minute counts as one minute, so that a start-up is no alarm. */
  private static double perMinute(ProcessModel model, long total) {
    return total / Math.max(1, (model.end() - model.start()) / NANOS_PER_MINUTE);
  }

  private static double score(
      double nanos, IPreferenceValueProvider limits, TypedPreference<IQuantity> preference) {
    double limit = limits.getPreferenceValue(preference).doubleValueIn(UnitLookup.NANOSECOND);
    return RulesToolkit.mapExp100(nanos, limit, WARNING_FACTOR * limit);
  }

  private static List<String> bySite(List<Spawn> waits) {
    var rows = new ArrayList<>(StartHistogram.of(waits, GroupBy.CALL_SITE));
    rows.sort(Comparator.comparingLong(StartHistogram.Row::totalWait).reversed());
    return Tally.first(
        rows,
        row ->
            Messages.format("rule.list.wait", row.name(), display(row.totalWait()), row.count()));
  }

  private static String display(long nanos) {
    return UnitLookup.NANOSECOND.quantity(nanos).displayUsing(IDisplayable.AUTO);
  }
}
