package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.TypedCollectionResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Small programs that do what a call in this JVM does, without a process. */
public final class HelperRule extends ProcessRule {
  static final TypedPreference<IQuantity> LIMIT =
      Limits.count(
          "exectrace.helper.limit",
          Messages.get("rule.helper.limit"),
          Messages.get("rule.helper.limit.description"),
          1);

  static final TypedPreference<IQuantity> LIFETIME =
      Limits.millis(
          "exectrace.helper.lifetime",
          Messages.get("rule.helper.lifetime"),
          Messages.get("rule.helper.lifetime.description"),
          1000);

  private static final TypedCollectionResult<String> INSTEAD =
      new TypedCollectionResult<>(
          "instead",
          Messages.get("rule.helper.instead"),
          Messages.get("rule.helper.instead.description"),
          UnitLookup.PLAIN_TEXT,
          String.class);

  /** Called by JMC. */
  public HelperRule() {
    super(
        "exectrace.ReplaceableHelpers",
        Messages.get("rule.helper.name"),
        Map.of(),
        List.of(LIMIT, LIFETIME),
        List.of(INSTEAD));
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    long longest = limits.getPreferenceValue(LIFETIME).clampedLongValueIn(UnitLookup.NANOSECOND);
    var helpers = new ArrayList<TracedProcess>();
    var instead = new TreeSet<String>();
    for (var process : model.processes()) {
      var replacement = Replacements.of(process.program());
      if (replacement.isPresent()
          && hasRun(process)
          && process.lifetime() <= longest
          && isForTheApplication(process)) {
        helpers.add(process);
        instead.add(Messages.format("rule.list.instead", process.program(), replacement.get()));
      }
    }
    if (helpers.isEmpty()) {
      return Finding.ok(Messages.get("rule.helper.ok"));
    }
    double limit = limits.getPreferenceValue(LIMIT).doubleValue();
    return Finding.of(
            RulesToolkit.mapExp74(helpers.size(), limit), Messages.get("rule.helper.summary"))
        .because(Messages.get("rule.helper.explanation"))
        .advice(Messages.get("rule.helper.solution"))
        .count(helpers.size())
        .with(INSTEAD, new ArrayList<>(instead))
        .top(Tally.top(helpers, Spawns::siteAndCommand))
        .events(Queries.ofProcesses(helpers));
  }

  private static boolean hasRun(TracedProcess process) {
    return process.ending() == TracedProcess.End.EXITED
        || process.ending() == TracedProcess.End.UNKNOWN;
  }

  /** Started by the JVM, or by a shell that the JVM started; not what a script is made of. */
  private static boolean isForTheApplication(TracedProcess process) {
    if (process.isCopy() || process.isAdopted() || process.origin().isEmpty()) {
      return false;
    }
    var parent = process.parent();
    return parent.isEmpty()
        || (parent.get().depth() == 1
            && Shells.isShell(parent.get().program())
            && parent.get().children().size() == 1);
  }
}
